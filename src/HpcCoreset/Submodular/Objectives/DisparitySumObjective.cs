using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Far apart in total: the sum of the distances of all pairs of picks, sum_{i &lt; j in A} d_ij, known as max-sum diversification. Submodlib:
/// <c>DisparitySumFunction</c>.
/// </summary>
/// <remarks>
/// Gain of a row v: sum_{j in A} d_vj. Monotone, but supermodular instead of submodular: gains rise; the greedy is within 1/2 of the best
/// for a metric (Borodin, Lee, Ye, PODS 2012). With nothing picked all gain 0, and the first pick is the candidate of lowest index. Tends
/// to the rim: two far ends share the picks between them, and copies of a far row are as good as the row. One column of distances per
/// pick, O(rows * dimension). No row weights.
/// </remarks>
public sealed record DisparitySumObjective : Objective
{
    /// <summary>How far apart two rows are: any but <see cref="Metric.Dot"/>. Default: <see cref="Metric.Euclidean"/>.</summary>
    public Metric Metric { get; init; } = Metric.Euclidean;

    internal override bool CountsBits => Metric == Metric.Hamming;

    internal override IRowObjective Create(GreedyOptions options) => new Disparity(nameof(DisparitySumObjective), Metric, ofNearest: false, options.Threads);

    internal override void Check(string argument) => RowDistances.Check(Metric, $"{argument}.Metric");
}
