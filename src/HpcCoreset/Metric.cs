namespace HpcCoreset;

/// <summary>What is minimised between a row and a centre.</summary>
public enum Metric
{
    /// <summary>The sum of squared differences: k-means.</summary>
    SquaredEuclidean,

    /// <summary>The square root of the sum of squared differences: k-median.</summary>
    Euclidean,

    /// <summary>1 - x.y / (|x| |y|): spherical k-means. Zero rows are rejected.</summary>
    Cosine,

    /// <summary>The negated inner product, -x.y: maximum inner product search.</summary>
    Dot,

    /// <summary>The sum of absolute differences.</summary>
    Manhattan,

    /// <summary>The number of differing bits; for rows of <see cref="Points.FromBits(System.ReadOnlySpan{byte}, int)"/> only.</summary>
    Hamming,
}
