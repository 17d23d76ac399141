namespace HpcCoreset.Tests.Clustering;

/// <summary>The methods by what they promise.</summary>
internal static class Methods
{
    /// <summary>Methods that sample rows: of exact size, with inclusion probabilities.</summary>
    public static readonly ClusteringCoresetMethod[] Samplers =
        [ClusteringCoresetMethod.Sensitivity, ClusteringCoresetMethod.Lightweight, ClusteringCoresetMethod.Uniform, ClusteringCoresetMethod.FastCoreset];

    /// <summary>Methods that divide the rows into cells: of a size at most, with centroids and an offset, for squared distances.</summary>
    public static readonly ClusteringCoresetMethod[] Cells = [ClusteringCoresetMethod.CoresetTree, ClusteringCoresetMethod.Bico];

    /// <summary>Methods that cover the rows: up to the size, without chance.</summary>
    public static readonly ClusteringCoresetMethod[] Coverings = [ClusteringCoresetMethod.KCenter, ClusteringCoresetMethod.ProTraS];

    /// <summary>Methods that cluster the rows and pick one of each cluster.</summary>
    public static readonly ClusteringCoresetMethod[] Representatives = [ClusteringCoresetMethod.KMeans, ClusteringCoresetMethod.KMedoids];
}
