namespace HpcCoreset;

/// <summary>What a <see cref="FacilityLocationStream"/> shall keep.</summary>
public sealed record FacilityLocationStreamOptions
{
    /// <summary>Most picks, at least 1.</summary>
    public required int Size { get; init; }

    /// <summary>
    /// What a pick covers of another row. Default: <see cref="Similarity.Cosine"/>. Similarities to the farthest pair are refused, since a
    /// stream does not know it; <see cref="Similarity.Rbf"/> falls with distance as well.
    /// </summary>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>The gamma of <see cref="Similarity.Rbf"/>, above 0; 0 (the default) stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    /// <summary>
    /// Rows of the sample that gains are measured on, at least <see cref="Size"/>. Default 0 for 8 <see cref="Size"/>, at least 1,024. More
    /// rows cost memory and time in proportion, and bring the picks nearer to those for all rows.
    /// </summary>
    public int SampleRows { get; init; }

    /// <summary>Thresholds of neighbouring sieves differ by a factor of 1 + this: above 0 and at most 1. Default: 0.2.</summary>
    public double Epsilon { get; init; } = 0.2;

    /// <summary>The seed: the same seed gives the same bytes for any number of threads and any blocks.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The picks do not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
