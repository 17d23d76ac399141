namespace HpcCoreset;

/// <summary>What an <see cref="AnomalyScorer"/> shall do.</summary>
public sealed record AnomalyOptions
{
    /// <summary>
    /// Mass of the nearest normal rows that a score looks at, finite and above 0: with weights of 1 their number. Default 10. With less a
    /// single odd row among the normal ones hides its like; with much more every row away from the middle looks odd.
    /// </summary>
    public double Neighbours { get; init; } = 10;

    /// <summary>The distance. Default: <see cref="Metric.Euclidean"/>; <see cref="Metric.Dot"/> and <see cref="Metric.Hamming"/> are refused.</summary>
    public Metric Metric { get; init; } = Metric.Euclidean;

    /// <summary>
    /// Whether columns are divided by their spread in the normal rows, by weight: a value that is odd for its column then counts as such. The
    /// variances are shrunk towards their mean by 1/16, so that columns with hardly any do not drown the others. Default true; under
    /// <see cref="Metric.Cosine"/>, where only directions count, it changes nothing.
    /// </summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Threads to use for many rows, at least 1 (the default). The scores do not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
