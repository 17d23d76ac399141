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
    /// at most 1 MB or twice the memory of the rows. Kept in float32 if all fit, else in 16 bits. More than 16 GiB are not used. The picks do not depend on it, and
    /// <see cref="Neighbours"/>, which keeps similarities of its own, does not use it.
    /// </summary>
    public long CacheBytes { get; init; }

    /// <summary>
    /// How far a row counts beyond its similarity to the query, where there is one (<see cref="ReferenceRows.Query"/>): up to this factor
    /// of it; or how much a pick's own similarity to the query counts under <see cref="RepresentQuery"/>. Finite, at least 0. Default: 1.
    /// </summary>
    public double Eta { get; init; } = 1;

    /// <summary>
    /// How much of its similarity to the private rows (<see cref="ReferenceRows.Private"/>) a row counts as covered already by: this
    /// factor of it. Finite, at least 0. Default: 1.
    /// </summary>
    public double Nu { get; init; } = 1;

    /// <summary>
    /// Whether picks stand for the rows of the query, each with <see cref="Eta"/> times its own similarity to the nearest of them on top,
    /// rather than for rows as far as these are like the query (the default).
    /// </summary>
    public bool RepresentQuery { get; init; }

    /// <summary>
    /// How many of its most similar candidates every row knows, at least 1: an approximation for hundreds of thousands of rows, whose picks
    /// after all pairs were compared once take no time, in 16 bytes per row and neighbour. A row counts 0 while none of them is picked. 0
    /// (the default) for all, the exact objective. Neither query nor private rows go with it.
    /// </summary>
    public int Neighbours { get; init; }

    /// <summary>
    /// Whether <see cref="GreedyOptimizer.RandomPartition"/> picks in each block by the block's own rows alone, as machines do that hold a part
    /// each (GreeDi, Mirzasoleiman et al. 2013): rows^2 / <see cref="GreedyOptions.Partitions"/> comparisons for the blocks' picks. The picks
    /// among these, and what is best, are judged by all rows. No bound is known, unless blocks are large samples. Similarities to the farthest
    /// pair compare all pairs to find that. Neither terms nor references go with it. Default: no.
    /// </summary>
    public bool LocalPartitions { get; init; }

    /// <summary>Values of a row that are its first factor; see <see cref="CraigOptions.FirstFactor"/>.</summary>
    internal int FirstFactor { get; init; }

    /// <summary>Tests only: few rows take the path of many, without a matrix of similarities.</summary>
    internal bool WithoutSmallMatrix { get; init; }
}
