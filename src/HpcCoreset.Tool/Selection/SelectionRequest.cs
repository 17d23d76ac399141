namespace HpcCoreset.Tool.Selection;

/// <summary>What the user asked to be selected, and how.</summary>
internal sealed record SelectionRequest
{
    /// <summary>The construction.</summary>
    public required SelectionMethod Method { get; init; }

    /// <summary>How many rows; with <see cref="Epsilon"/> the fewest that are tried.</summary>
    public required int Size { get; init; }

    /// <summary>How good, if that and not the size is asked for: a distortion of at most 1 + this.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The k that a k-means coreset is for; facility location has none.</summary>
    public int? Clusters { get; init; }

    /// <summary>How picks are shared out among the classes of labelled rows.</summary>
    public ClassBalance Balance { get; init; } = ClassBalance.None;

    /// <summary>Least picks of a class.</summary>
    public int MinPerClass { get; init; } = 1;

    /// <summary>Whether all classes get the same mass.</summary>
    public bool EqualizeClasses { get; init; }

    /// <summary>What the samplers minimise.</summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;

    /// <summary>The radius at which a covering is fine enough.</summary>
    public double Radius { get; init; }

    /// <summary>The mass of rows that may be left out.</summary>
    public double Outliers { get; init; }

    /// <summary>How alike rows are; nothing stands for what is usual with the method.</summary>
    public Similarity? Similarity { get; init; }

    /// <summary>The gamma of the rbf similarity; nothing stands for 1 / dimension.</summary>
    public double? Gamma { get; init; }

    /// <summary>Bytes that facility location may spend on remembering similarities.</summary>
    public long CacheBytes { get; init; }

    /// <summary>How much relevance counts against novelty; nothing stands for what is usual.</summary>
    public double? RelevanceWeight { get; init; }

    /// <summary>How much scores count beside gains.</summary>
    public double ScoreWeight { get; init; } = 1;

    /// <summary>What picks start from and which rows they may be.</summary>
    public SelectionTerms Terms { get; init; } = new();

    /// <summary>The seed of the samplers.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many threads to use.</summary>
    public required int Threads { get; init; }
}
