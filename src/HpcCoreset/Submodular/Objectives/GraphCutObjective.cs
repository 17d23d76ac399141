using System;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Like all rows, unlike each other: alpha times the similarities of the picks to all rows, less those of the picks to each other,
/// alpha sum_i w_i sum_{j in A} s_ij - sum_{i, j in A} s_ij. Apricot: <c>GraphCutSelection</c>, whose gains these are; submodlib:
/// <c>GraphCutFunction</c>, with lambda = 1 / alpha.
/// </summary>
/// <remarks>
/// <para>
/// Gain of a row v: alpha R_v - (s_vv + 2 sum_{j in A} s_jv), R_v the row sum. Row weights count in R_v. Monotone where similarities
/// are at least 0 and alpha times the least weight at least 2; below, gains turn negative once the picks are alike, and the picks go on
/// all the same: look at the gains. Submodular where similarities are at least 0; <see cref="Similarity.Cosine"/> and <see cref="Similarity.Dot"/> of either sign are
/// taken as they are, and the picks are still those of a plain greedy, without its guarantee.
/// </para>
/// <para>
/// One column of similarities per pick, O(rows * dimension), and row sums, of which few are computed exactly where they have a closed form
/// (all but <see cref="Similarity.MaxEuclidean"/>, <see cref="Similarity.Rbf"/>, <see cref="Similarity.ExpEuclidean"/>, which take
/// rows^2 * dimension / 2 multiply-adds). Similarities relative to the farthest pair have that looked for first. O(rows) memory beside
/// the rows, never a matrix of them; dimension^2 doubles under squared cosine and correlation.
/// </para>
/// </remarks>
public sealed record GraphCutObjective : Objective
{
    /// <summary>How alike two rows are. Default: <see cref="Similarity.MaxSquaredEuclidean"/>.</summary>
    public Similarity Similarity { get; init; } = Similarity.MaxSquaredEuclidean;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    /// <summary>How much likeness to all rows counts against likeness to other picks: finite, at least 0. Default: 1, as apricot's.</summary>
    public double Alpha { get; init; } = 1;

    internal override int LeastDimension => SimilarityForm.LeastDimension(Similarity);

    internal override IRowObjective Create(GreedyOptions options) => new GraphCut(nameof(GraphCutObjective), Similarity, Gamma, Alpha, options.Threads);

    internal override void Check(string argument)
    {
        SimilarityForm.Check(Similarity, Gamma, argument);
        if (!(Alpha >= 0 && double.IsFinite(Alpha)))
            throw new ArgumentOutOfRangeException($"{argument}.Alpha", Alpha, $"{argument}.Alpha: allowed are finite numbers of at least 0.");
    }
}
