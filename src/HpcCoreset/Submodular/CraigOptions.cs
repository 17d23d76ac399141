namespace HpcCoreset;

/// <summary>What a <see cref="CraigSelector"/> shall do.</summary>
public sealed record CraigOptions
{
    /// <summary>Number of picks over all classes, at least 1 and at most the number of rows of positive weight.</summary>
    public required int Size { get; init; }

    /// <summary>
    /// What a pick covers of another row of its class. Default: <see cref="Similarity.MaxEuclidean"/>, whose gains are what the error of the
    /// gradient falls by.
    /// </summary>
    public Similarity Similarity { get; init; } = Similarity.MaxEuclidean;

    /// <summary>
    /// How picks are shared out among the classes of labelled rows. Default: <see cref="ClassBalance.Proportional"/>. Rows without labels
    /// are one class, whatever is said here.
    /// </summary>
    public ClassBalance Balance { get; init; } = ClassBalance.Proportional;

    /// <summary>Least picks of a class that has as many rows, at least 1 (the default).</summary>
    public int MinPerClass { get; init; } = 1;

    /// <summary>
    /// Most similar rows of its class that each row is compared with on picking, at least 0; they are found by one comparison of all pairs, and
    /// picks after that take no time, in 16 bytes per row and neighbour. 0 (the default) for all, the exact objective, as in a class that has
    /// no more rows. Take several times rows / picks: a row of whose neighbours none is picked counts to the first pick.
    /// </summary>
    public int Neighbours { get; init; }

    /// <summary>
    /// With a number from 1 a row of more values stands for an outer product: so many values are its first factor a, the others its second
    /// one h, and the distance of two rows is that of a h^T from a' h'^T, from (a.a') (h.h'), at the price of the values that there are. The
    /// gradient of a last layer's weights is one: of softmax minus one-hot label, and what the layer was given, with a 1 behind it if the layer
    /// has a bias. Similarities to the farthest pair only, and no
    /// <see cref="Neighbours"/>. 0 (the default): rows stand for themselves.
    /// </summary>
    public int FirstFactor { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The picks do not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
