using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>What a <see cref="FacilityLocationSelector"/> shall do.</summary>
public sealed record FacilityLocationOptions
{
    /// <summary>Number of rows to pick, at least 1 and at most the number of rows.</summary>
    public required int Size { get; init; }

    /// <summary>What a pick covers of another row. Default: <see cref="Similarity.MaxSquaredEuclidean"/>.</summary>
    public Similarity Similarity { get; init; } = Similarity.MaxSquaredEuclidean;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The picks do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Bytes that may be spent on remembering similarities. With 0 (the default) only those of few rows are: all of them, if they take
    /// at most 1 MB or twice the memory of the rows. More than 8 GiB are not used. The picks do not depend on it.
    /// </summary>
    public long CacheBytes { get; init; }

    /// <summary>Told the number of picks made so far, after each.</summary>
    public System.IProgress<int>? Progress { get; init; }

    /// <summary>Tests only: few rows take the path of many, without a matrix of similarities.</summary>
    internal bool WithoutSmallMatrix { get; init; }

    /// <summary>Benchmarks only: candidates whose gains are evaluated together. The picks do not depend on it.</summary>
    internal int BatchCapacity { get; init; } = BatchGains.UsualCapacity;
}
