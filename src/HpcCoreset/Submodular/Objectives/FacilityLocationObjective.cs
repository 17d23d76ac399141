using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Facility location, as a part of a <see cref="MixtureObjective"/> or beside other objectives: the weighted sum over all rows of the best
/// similarity to a pick, at least 0. By itself it is what <see cref="FacilityLocationSelector"/> maximises, which has more options.
/// </summary>
/// <remarks>
/// sum_i w_i max(0, max_{j in A} s_ij). Monotone and submodular. Row weights count. O(rows * dimension) memory.
/// </remarks>
public sealed record FacilityLocationObjective : Objective
{
    /// <summary>What a pick covers of another row. Default: <see cref="Similarity.MaxSquaredEuclidean"/>.</summary>
    public Similarity Similarity { get; init; } = Similarity.MaxSquaredEuclidean;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    internal override int LeastDimension => SimilarityForm.LeastDimension(Similarity);

    internal override IRowObjective Create(GreedyOptions options) => new FacilityLocationRows(new()
    {
        Size = options.Size,
        Similarity = Similarity,
        Gamma = Gamma,
        Threads = options.Threads,
        BatchCapacity = options.BatchCapacity,
    });

    internal override void Check(string argument) => SimilarityForm.Check(Similarity, Gamma, argument);
}
