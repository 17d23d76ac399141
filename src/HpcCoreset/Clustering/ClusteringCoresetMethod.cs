namespace HpcCoreset;

/// <summary>How a <see cref="ClusteringCoresetSelector"/> makes a coreset: by a sample of rows, by cells of them, or by a covering.</summary>
public enum ClusteringCoresetMethod
{
    /// <summary>Proportional to the distance to a bicriteria solution plus the inverse of the cluster's mass. The best default.</summary>
    Sensitivity,

    /// <summary>Half by mass, half by distance to the mean (Bachem, Lucic, Krause, KDD 2018): two passes, weaker on small clusters.</summary>
    Lightweight,

    /// <summary>Proportional to the weights: no guarantee when clusters are small or far away.</summary>
    Uniform,

    /// <summary>
    /// Cells of a tree of two-way splits (StreamKM++: Ackermann et al., ACM JEA 2012): centroids, and their variances as
    /// <see cref="Coreset.Offset"/>. Squared distances only; costs are never told too low. Best where cells are tight.
    /// </summary>
    CoresetTree,

    /// <summary>
    /// Cells gathered in one pass over the rows in their order (BICO: Fichtenberger et al., ESA 2013), as
    /// <see cref="CoresetTree"/> else; at most so many, and fewer as a rule.
    /// </summary>
    Bico,

    /// <summary>
    /// Farthest-first traversal (Gonzalez 1985): every row is within the least possible radius, or twice that, of its pick. Picks in the
    /// order picked, weights are the masses of the rows nearest to each, gains the radius before each pick, the report's objective the
    /// radius of all. Not a sample: no set of centres is promised its cost. With <see cref="ClusteringCoresetOptions.Outliers"/> for all
    /// rows but these.
    /// </summary>
    KCenter,

    /// <summary>
    /// The farthest row of the group whose mass times radius is largest, again and again (Ros, Guillaume, Expert Systems with Applications
    /// 105, 2018): between a covering and a picture of the density. Gains are the mean radius before each pick, by mass.
    /// </summary>
    ProTraS,

    /// <summary>
    /// The rows nearest to the centres of k-means, of as many clusters as picks, each with the mass of its cluster. No sample: rows to look
    /// at, without a guarantee for other centres. <see cref="Metric.SquaredEuclidean"/> and <see cref="Metric.Cosine"/>.
    /// </summary>
    KMeans,

    /// <summary>
    /// The medoids of as many clusters as picks (FasterPAM: Schubert, Rousseeuw, Information Systems 101, 2021), each with the mass of its
    /// cluster. Every row is compared with every other: for some ten thousand rows.
    /// </summary>
    KMedoids,

    /// <summary>
    /// <see cref="Sensitivity"/> with clusters from randomly shifted quadtrees (Draganov, Saulpic, Schwiegelshohn, 2024): the work hardly
    /// grows with their number, the clusters are coarser. Where there are no coordinates, bits and kernels of one's own, from k-means++.
    /// </summary>
    FastCoreset,
}
