using System;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Diverse rows: the logarithm of the volume that the picks span, log det(S_A + ridge I), the greedy answer of a determinantal point process (Chen,
/// Zhang, Zhou, NeurIPS 2018). Submodlib: <c>LogDeterminantFunction</c>, whose lambda is the ridge.
/// </summary>
/// <remarks>
/// <para>
/// Gain of a row v: log d_v^2, d_v^2 being what the picks leave of s_vv + ridge (incremental Cholesky). Submodular; monotone from ridge = 1
/// on, below that gains turn negative. Rounding cannot take d_v^2 below the ridge, and never below 0: a copy of a pick without a ridge
/// gains the logarithm of the smallest normal double, -708.4, and no NaN. No row weights.
/// </para>
/// <para>
/// O(rows * picks * (dimension + picks)) time, O(rows * picks) memory. The similarity must be positive definite:
/// <see cref="Similarity.MaxSquaredEuclidean"/> and <see cref="Similarity.MaxEuclidean"/> are refused.
/// </para>
/// </remarks>
public sealed record LogDeterminantObjective : Objective
{
    /// <summary>How alike two rows are. Default: <see cref="Similarity.Cosine"/>.</summary>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    /// <summary>What is added to every s_vv: finite, at least 0; 0 is the plain determinantal point process. Default: 1, which makes it monotone.</summary>
    public double Ridge { get; init; } = 1;

    internal override int LeastDimension => SimilarityForm.LeastDimension(Similarity);

    internal override IRowObjective Create(GreedyOptions options) => new LogDeterminant(Similarity, Gamma, Ridge, options.Threads);

    internal override void Check(string argument)
    {
        SimilarityForm.Check(Similarity, Gamma, argument);
        if (Similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)
            throw new ArgumentOutOfRangeException(
                $"{argument}.Similarity", Similarity, $"{argument}.Similarity: allowed are all but MaxSquaredEuclidean and MaxEuclidean, which are not positive definite.");
        if (!(Ridge >= 0 && double.IsFinite(Ridge)))
            throw new ArgumentOutOfRangeException($"{argument}.Ridge", Ridge, $"{argument}.Ridge: allowed are finite numbers of at least 0.");
    }
}
