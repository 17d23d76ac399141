using System;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Every row covered, and none too much: sum over the rows of their similarities to the picks, up to a share of those to all rows, sum_i w_i
/// min(sum_{j in A} s_ij, alpha sum_j w_j s_ij) (Lin, Bilmes, ACL 2011). Apricot: <c>SaturatedCoverageSelection</c>.
/// </summary>
/// <remarks>
/// <para>
/// Monotone and submodular; similarities below 0 count as 0. Row weights count. Until rows saturate, at about the share alpha of the rows,
/// nothing speaks against picks that are alike: the first picks are the rows most like all others. For few picks take a small
/// <see cref="Saturation"/>, about picks over rows.
/// </para>
/// <para>
/// A gain is one column of similarities, O(rows * dimension), and evaluated lazily: until rows saturate gains do not change, and a pick
/// takes one or two; once they do, a pick may take one for every row. O(rows) memory beside the rows, never a matrix of them; dimension^2 doubles under squared cosine and correlation. Row sums as for
/// <see cref="GraphCutObjective"/>; <see cref="Similarity.Cosine"/> and <see cref="Similarity.Dot"/> have no closed form here.
/// </para>
/// </remarks>
public sealed record SaturatedCoverageObjective : Objective
{
    /// <summary>What a pick covers of another row. Default: <see cref="Similarity.MaxSquaredEuclidean"/>.</summary>
    public Similarity Similarity { get; init; } = Similarity.MaxSquaredEuclidean;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    /// <summary>The share alpha of a row's similarities to all rows that is enough: above 0, at most 1. Default: 0.1, as apricot's.</summary>
    public double Saturation { get; init; } = 0.1;

    internal override int LeastDimension => SimilarityForm.LeastDimension(Similarity);

    internal override IRowObjective Create(GreedyOptions options) => new SaturatedCoverage(Similarity, Gamma, Saturation, options.Threads);

    internal override void Check(string argument)
    {
        SimilarityForm.Check(Similarity, Gamma, argument);
        if (!(Saturation > 0 && Saturation <= 1))
            throw new ArgumentOutOfRangeException($"{argument}.Saturation", Saturation, $"{argument}.Saturation: allowed are numbers above 0, up to 1.");
    }
}
