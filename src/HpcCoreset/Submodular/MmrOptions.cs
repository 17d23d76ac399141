namespace HpcCoreset;

/// <summary>What an <see cref="MmrSelector"/> shall do.</summary>
public sealed record MmrOptions
{
    /// <summary>Number of rows to pick, at least 1 and at most the number of rows.</summary>
    public required int Size { get; init; }

    /// <summary>
    /// How much relevance counts against novelty, from 0 to 1. With 1 the picks are the rows most similar to the query; with 0 each is
    /// the one least like those before it, and the first is row 0. Default: 0.5.
    /// </summary>
    public double Lambda { get; init; } = 0.5;

    /// <summary>
    /// Of rows to the query and to each other. Default: <see cref="Similarity.Cosine"/>. Any other but those relative to the farthest
    /// pair, <see cref="Similarity.MaxSquaredEuclidean"/> and <see cref="Similarity.MaxEuclidean"/>.
    /// </summary>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }
}
