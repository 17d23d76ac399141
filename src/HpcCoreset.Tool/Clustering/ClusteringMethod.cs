namespace HpcCoreset.Tool.Clustering;

/// <summary>The solvers that <c>cluster --method</c> offers.</summary>
internal enum ClusteringMethod
{
    /// <summary>Centres are means.</summary>
    KMeans,

    /// <summary>Centres are rows.</summary>
    KMedoids,
}
