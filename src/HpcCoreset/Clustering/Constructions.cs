namespace HpcCoreset.Clustering;

/// <summary>Which construction makes which coreset.</summary>
internal static class Constructions
{
    /// <summary>A construction with a workspace of its own.</summary>
#pragma warning disable CA1859 // the others follow
    public static IConstruction Create(ClusteringCoresetMethod method) => method switch
#pragma warning restore CA1859
    {
        _ => new ImportanceSampling(),
    };
}
