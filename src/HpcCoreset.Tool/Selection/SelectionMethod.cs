namespace HpcCoreset.Tool.Selection;

/// <summary>The constructions that <c>--method</c> offers.</summary>
internal enum SelectionMethod
{
    /// <summary>Rows proportional to their weights.</summary>
    Uniform,

    /// <summary>Lightweight coresets for k-means.</summary>
    Lightweight,

    /// <summary>Sensitivity sampling for k-means.</summary>
    Sensitivity,

    /// <summary>Cells of a coreset tree.</summary>
    CoresetTree,

    /// <summary>Cells gathered in one pass.</summary>
    Bico,

    /// <summary>Sensitivity sampling whose clusters come from quadtrees.</summary>
    FastCoreset,

    /// <summary>The rows nearest to the centres of k-means.</summary>
    KMeans,

    /// <summary>The medoids of k-medoids.</summary>
    KMedoids,

    /// <summary>Farthest-first traversal.</summary>
    KCenter,

    /// <summary>ProTraS.</summary>
    ProTraS,

    /// <summary>Random undersampling of labelled rows.</summary>
    Undersample,

    /// <summary>Random oversampling of labelled rows.</summary>
    Oversample,

    /// <summary>Greedy facility location.</summary>
    FacilityLocation,

    /// <summary>Like all rows, unlike each other.</summary>
    GraphCut,

    /// <summary>Like all rows, redundant with none.</summary>
    SumRedundancy,

    /// <summary>Every row covered, and none too much.</summary>
    SaturatedCoverage,

    /// <summary>The greedy answer of a determinantal point process.</summary>
    Dpp,

    /// <summary>Far apart in total.</summary>
    DisparitySum,

    /// <summary>As far apart as can be.</summary>
    DisparityMin,

    /// <summary>Concave sums of features.</summary>
    FeatureBased,

    /// <summary>Enough of every feature.</summary>
    MaxCoverage,

    /// <summary>Every feature once.</summary>
    SetCover,

    /// <summary>Facility location class by class, for gradients.</summary>
    Craig,

    /// <summary>Maximal marginal relevance.</summary>
    Mmr,
}
