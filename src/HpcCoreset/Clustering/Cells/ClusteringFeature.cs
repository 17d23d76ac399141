namespace HpcCoreset.Clustering.Cells;

/// <summary>A row, or what is known of many, on its way into <see cref="ClusteringFeatures"/>.</summary>
/// <param name="row">The number of the reference row.</param>
/// <param name="mass">Sum of the weights, above 0.</param>
/// <param name="variance">Weighted squared distances to the mean.</param>
/// <param name="reference">The reference row's values.</param>
/// <param name="mean">The weighted mean.</param>
internal readonly unsafe struct ClusteringFeature(int row, double mass, double variance, double* reference, double* mean)
{
    public int Row { get; } = row;

    public double Mass { get; } = mass;

    public double Variance { get; } = variance;

    public double* Reference { get; } = reference;

    public double* Mean { get; } = mean;
}
