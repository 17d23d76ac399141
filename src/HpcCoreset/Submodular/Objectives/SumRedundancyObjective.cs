using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Unlike each other, and nothing else: less the similarities of the picks to each other, -sum_{i, j in A} s_ij. Apricot:
/// <c>SumRedundancySelection</c>.
/// </summary>
/// <remarks>
/// A <see cref="GraphCutObjective"/> of alpha 0: gain of a row v: -(s_vv + 2 sum_{j in A} s_jv). Never monotone where similarities are
/// above 0: every pick lowers the value. Made for a part of a <see cref="MixtureObjective"/>; alone it picks outliers. One column of
/// similarities per pick, O(rows * dimension). No row weights.
/// </remarks>
public sealed record SumRedundancyObjective : Objective
{
    /// <summary>How alike two rows are. Default: <see cref="Similarity.MaxSquaredEuclidean"/>.</summary>
    public Similarity Similarity { get; init; } = Similarity.MaxSquaredEuclidean;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    internal override int LeastDimension => SimilarityForm.LeastDimension(Similarity);

    internal override IRowObjective Create(GreedyOptions options) => new GraphCut(nameof(SumRedundancyObjective), Similarity, Gamma, 0, options.Threads);

    internal override void Check(string argument) => SimilarityForm.Check(Similarity, Gamma, argument);
}
