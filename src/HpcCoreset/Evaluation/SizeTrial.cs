namespace HpcCoreset;

/// <summary>How good coresets of a size were found to be.</summary>
/// <param name="Size">The size.</param>
/// <param name="Distortion">The worst distortion of a coreset over all candidates, on average over the coresets of this size.</param>
/// <param name="StandardError">The standard error of that average; NaN of one coreset.</param>
/// <param name="OwnDistortion">The worst distortion of the coreset of the seed that was asked for.</param>
public readonly record struct SizeTrial(int Size, double Distortion, double StandardError, double OwnDistortion)
{
    /// <summary>
    /// Whether the average plus a standard error, and the coreset of the seed that was asked for, are within a target.
    /// </summary>
    /// <param name="epsilon">The target: a distortion of at most 1 + this.</param>
    public bool IsWithin(double epsilon) =>
        Distortion + (double.IsNaN(StandardError) ? 0 : StandardError) <= 1 + epsilon && OwnDistortion <= 1 + epsilon;
}
