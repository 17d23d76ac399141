namespace HpcCoreset.Observability;

/// <summary>Names of what measurements and activities carry. Those of measurements have few values each: a time series is kept for every combination.</summary>
internal static class Attributes
{
    public const string Selector = "hpccoreset.selector";
    public const string Method = "hpccoreset.method";
    public const string Kernel = "hpccoreset.kernel";
    public const string ErrorType = "error.type";

    // Of activities only.
    public const string Rows = "hpccoreset.rows";
    public const string Dimension = "hpccoreset.dimension";
    public const string Picks = "hpccoreset.picks";
    public const string Evaluations = "hpccoreset.evaluations";
}
