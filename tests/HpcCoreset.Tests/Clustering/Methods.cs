namespace HpcCoreset.Tests.Clustering;

/// <summary>The methods by what they promise.</summary>
internal static class Methods
{
    /// <summary>Methods that sample rows: of exact size, with inclusion probabilities.</summary>
    public static readonly ClusteringCoresetMethod[] Samplers =
        [ClusteringCoresetMethod.Sensitivity, ClusteringCoresetMethod.Lightweight, ClusteringCoresetMethod.Uniform];
}
