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

    /// <summary>The k that a k-means coreset is for; greedy methods have none.</summary>
    public int? Clusters { get; init; }

    /// <summary>How picks are shared out among the classes of labelled rows.</summary>
    public ClassBalance Balance { get; init; } = ClassBalance.None;

    /// <summary>Least picks of a class.</summary>
    public int MinPerClass { get; init; } = 1;

    /// <summary>Whether all classes get the same mass.</summary>
    public bool EqualizeClasses { get; init; }

    /// <summary>What is minimised, or how far apart rows are; nothing stands for what is usual with the method.</summary>
    public Metric? Metric { get; init; }

    /// <summary>The radius at which a covering is fine enough.</summary>
    public double Radius { get; init; }

    /// <summary>The mass of rows that may be left out.</summary>
    public double Outliers { get; init; }

    /// <summary>What methods are told that pick one row after the other.</summary>
    public GreedyRequest Greedy { get; init; } = GreedyRequest.Usual;

    /// <summary>The seed of the samplers.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many threads to use.</summary>
    public required int Threads { get; init; }
}
