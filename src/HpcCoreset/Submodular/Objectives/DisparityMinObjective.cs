using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// As far apart as can be: the distance of the nearest two picks, min_{i, j in A} d_ij. The greedy for it is farthest-first traversal
/// (Gonzalez 1985). Submodlib: <c>DisparityMinFunction</c>.
/// </summary>
/// <remarks>
/// <para>
/// Each pick is the candidate farthest from the picks before it, and its gain that distance, which never rises after the second; with
/// nothing picked all gain 0, and the first pick is the candidate of lowest index. The report's objective is the value, the
/// smallest distance. Neither monotone nor submodular; within 1/2 of the best for a metric (Ravi, Rosenkrantz, Tayi, <em>Operations
/// Research</em> 42, 1994). Picks outliers by design: <see cref="ClusteringCoresetMethod.KCenter"/> can leave them out, is faster where picks
/// are many, and gives weights. No row weights.
/// </para>
/// <para>One column of distances per pick, O(rows * dimension); O(rows) memory beside the rows.</para>
/// </remarks>
public sealed record DisparityMinObjective : Objective
{
    /// <summary>How far apart two rows are: any but <see cref="Metric.Dot"/>. Default: <see cref="Metric.Euclidean"/>.</summary>
    public Metric Metric { get; init; } = Metric.Euclidean;

    internal override bool CountsBits => Metric == Metric.Hamming;

    internal override IRowObjective Create(GreedyOptions options) => new Disparity(nameof(DisparityMinObjective), Metric, ofNearest: true, options.Threads);

    internal override void Check(string argument) => RowDistances.Check(Metric, $"{argument}.Metric");
}
