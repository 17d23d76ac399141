namespace HpcCoreset;

/// <summary>What a <see cref="FacilityLocationSelector"/> shall do.</summary>
public sealed record FacilityLocationOptions : GreedyOptions
{
    /// <summary>What a pick covers of another row. Default: <see cref="Similarity.MaxSquaredEuclidean"/>.</summary>
    public Similarity Similarity { get; init; } = Similarity.MaxSquaredEuclidean;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    /// <summary>
    /// Bytes that may be spent on remembering similarities. With 0 (the default) only those of few rows are: all of them, if they take
    /// at most 1 MB or twice the memory of the rows. More than 8 GiB are not used. The picks do not depend on it.
    /// </summary>
    public long CacheBytes { get; init; }

    /// <summary>Tests only: few rows take the path of many, without a matrix of similarities.</summary>
    internal bool WithoutSmallMatrix { get; init; }
}
