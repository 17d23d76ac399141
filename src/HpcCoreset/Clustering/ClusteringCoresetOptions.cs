namespace HpcCoreset;

/// <summary>What a <see cref="ClusteringCoresetSelector"/> shall do.</summary>
public sealed record ClusteringCoresetOptions
{
    /// <summary>Number of rows to sample, or of cells at most; at least 1. With as many rows or fewer the coreset is all of them.</summary>
    public required int Size { get; init; }

    /// <summary>The k that the coreset is for, at least 1; the bicriteria solution of sensitivity sampling has twice as many centres.</summary>
    public int Clusters { get; init; } = 10;

    /// <summary>How rows are sampled or summarised. Default: <see cref="ClusteringCoresetMethod.Sensitivity"/>.</summary>
    public ClusteringCoresetMethod Method { get; init; } = ClusteringCoresetMethod.Sensitivity;

    /// <summary>What is minimised. Default: <see cref="Metric.SquaredEuclidean"/>; <see cref="Metric.Dot"/> is refused, and by methods that make cells every other.</summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;

    /// <summary>How the clusters of <see cref="ClusteringCoresetMethod.Sensitivity"/> are found. Default: <see cref="BicriteriaSeeding.Automatic"/>.</summary>
    public BicriteriaSeeding Seeding { get; init; } = BicriteriaSeeding.Automatic;

    /// <summary>
    /// Whether weights are scaled so that every cluster of the bicriteria solution (sensitivity), or the whole (the other methods),
    /// keeps exactly its mass; lower variance. Default true; false is unbiased for every fixed set of centres.
    /// </summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>
    /// Whether rows are drawn independently, with replacement, as the theorems on importance sampling assume: unbiased, not calibrated,
    /// of higher variance, and of fewer rows than <see cref="Size"/> where one is drawn twice (its weights are added). Default false.
    /// </summary>
    public bool WithReplacement { get; init; }

    /// <summary>
    /// How picks are shared out among classes. Default: <see cref="ClassBalance.None"/>, for rows without labels. With any other, rows come
    /// with labels, every class has a coreset of its own, and the coreset is all of them, class after class.
    /// </summary>
    public ClassBalance Balance { get; init; } = ClassBalance.None;

    /// <summary>Least picks of a class, or all its rows if it has fewer; at least 1 (the default). Needs a <see cref="Balance"/>.</summary>
    public int MinPerClass { get; init; } = 1;

    /// <summary>
    /// Whether the weights of every class are scaled to the same sum, the mass of all rows over the number of classes: for training
    /// where every class shall count as much, however rare it is. Sums over the coreset then estimate no longer those over the rows.
    /// Needs a <see cref="Balance"/>. Default false.
    /// </summary>
    public bool EqualizeClasses { get; init; }

    /// <summary>
    /// When picking ends before <see cref="Size"/> is reached, in the metric's unit, at least 0 (the default: when every row is a copy of a
    /// pick). <see cref="ClusteringCoresetMethod.KCenter"/>: once no row is farther than this from its pick; not together with
    /// <see cref="Outliers"/>. <see cref="ClusteringCoresetMethod.ProTraS"/>: once the mean of the groups' radii, by mass, is at most this.
    /// </summary>
    public double Radius { get; init; }

    /// <summary>
    /// The mass of rows (their number, without weights) that may be left out because they are far from all others; at least 0 (the default).
    /// <see cref="ClusteringCoresetMethod.KCenter"/> leaves them uncovered and lists them as <see cref="Coreset.Outliers"/>; less than the mass of
    /// all rows is allowed there.
    /// <see cref="ClusteringCoresetMethod.Sensitivity"/> keeps the farthest rows of (1 + 1 / <see cref="OutlierEpsilon"/>) times this mass with
    /// their own weights and samples the others, so that costs hold also when this mass is trimmed from them
    /// (see <see cref="EvaluationOptions.Outliers"/>).
    /// </summary>
    public double Outliers { get; init; }

    /// <summary>
    /// By what share of <see cref="Outliers"/> their mass may be misjudged by a robust <see cref="ClusteringCoresetMethod.Sensitivity"/>
    /// coreset: above 0 and finite; the smaller, the more rows are kept. Default 0.5, which keeps three times the outliers.
    /// </summary>
    public double OutlierEpsilon { get; init; } = 0.5;

    /// <summary>
    /// <see cref="ClusteringCoresetMethod.KCenter"/> and <see cref="ClusteringCoresetMethod.ProTraS"/>: the row to pick first, of positive weight;
    /// default the one farthest from the mean. Not together with <see cref="Outliers"/> or a <see cref="Balance"/>.
    /// </summary>
    public int? FirstRow { get; init; }

    /// <summary>The seed: the same seed gives the same bytes for any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The coreset does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Told the share of the work that is done, from 0 to 1.</summary>
    public System.IProgress<double>? Progress { get; init; }
}
