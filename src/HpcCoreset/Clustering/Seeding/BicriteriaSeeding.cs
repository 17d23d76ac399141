namespace HpcCoreset;

/// <summary>How sensitivity sampling finds the clusters whose masses and costs it samples by: twice as many as the coreset is for.</summary>
public enum BicriteriaSeeding
{
    /// <summary>What is fastest for the metric at hand: <see cref="Rejection"/> where it is defined, else <see cref="KMeansPlusPlus"/>.</summary>
    Automatic,

    /// <summary>
    /// k-means++ (Arthur, Vassilvitskii, SODA 2007), a pass over packed rows per seed, or per a few seeds. Defined for every metric and
    /// for kernels of one's own.
    /// </summary>
    KMeansPlusPlus,

    /// <summary>
    /// k-means++'s law by rejection sampling (Shah, Agrawal, Jaiswal, 2025) and one tiled pass that finds the nearest seed of every row.
    /// Not for <see cref="Metric.Hamming"/> and kernels of one's own, which have no centres in double: k-means++ takes its place there.
    /// </summary>
    Rejection,

    /// <summary>
    /// k-means++ on a line (PRONE: Charikar et al., NeurIPS 2023): clusters are stretches of one random projection. Its time hardly grows
    /// with the number of clusters, but the clusters are coarser, and the coreset is less accurate. Not for <see cref="Metric.Hamming"/> and
    /// kernels of one's own, as above.
    /// </summary>
    Projection,
}
