namespace HpcCoreset;

/// <summary>
/// What a pick covers of another row; facility location maximises the sum over rows of the best similarity to a pick.
/// Similarities below 0 count as 0, the value of an empty selection.
/// </summary>
public enum Similarity
{
    /// <summary>
    /// max d^2 - d^2, the maximum over all pairs: what apricot calls <c>euclidean</c>. On bits d^2 is the Hamming distance, and is counted.
    /// </summary>
    MaxSquaredEuclidean,

    /// <summary>max d - d, the maximum over all pairs.</summary>
    MaxEuclidean,

    /// <summary>x.y / (|x| |y|).</summary>
    Cosine,

    /// <summary>(x.y / (|x| |y|))^2: what apricot calls <c>cosine</c>.</summary>
    CosineSquared,

    /// <summary>The squared Pearson correlation of two rows: what apricot calls <c>corr</c>.</summary>
    CorrelationSquared,

    /// <summary>exp(-gamma d^2).</summary>
    Rbf,

    /// <summary>x.y.</summary>
    Dot,

    /// <summary>exp(-d / dimension): what submodlib calls <c>euclidean</c>.</summary>
    ExpEuclidean,
}
