namespace HpcCoreset;

/// <summary>How a <see cref="ClusteringCoresetSelector"/> samples rows.</summary>
public enum ClusteringCoresetMethod
{
    /// <summary>Proportional to the distance to a bicriteria solution plus the inverse of the cluster's mass. The best default.</summary>
    Sensitivity,

    /// <summary>Half by mass, half by distance to the mean (Bachem, Lucic, Krause, KDD 2018): two passes, weaker on small clusters.</summary>
    Lightweight,

    /// <summary>Proportional to the weights: no guarantee when clusters are small or far away.</summary>
    Uniform,
}
