namespace HpcCoreset.Generators;

/// <summary>The names of the pipeline's stages, by which tests ask why each one ran.</summary>
internal static class StepNames
{
    public const string Parse = nameof(Parse);
    public const string Valid = nameof(Valid);
}
