using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

/// <summary>One example per selector, all on the same rows.</summary>
internal static class Selectors
{
    private delegate void Example(Points points, Points counts, int[] labels);

    private static readonly Dictionary<string, Example> s_all = new()
    {
        ["uniform"] = Uniform,
        ["lightweight"] = Lightweight,
        ["sensitivity"] = Sensitivity,
        ["fast-coreset"] = FastCoreset,
        ["coreset-tree"] = CoresetTree,
        ["bico"] = Bico,
        ["k-center"] = KCenter,
        ["protras"] = Protras,
        ["k-means"] = KMeans,
        ["k-medoids"] = KMedoids,
        ["facility-location"] = FacilityLocation,
        ["graph-cut"] = GraphCut,
        ["sum-redundancy"] = SumRedundancy,
        ["saturated-coverage"] = SaturatedCoverage,
        ["feature-based"] = FeatureBased,
        ["max-coverage"] = MaxCoverage,
        ["set-cover"] = SetCover,
        ["log-determinant"] = LogDeterminant,
        ["disparity-min"] = DisparityMin,
        ["disparity-sum"] = DisparitySum,
        ["mixture"] = Mixture,
        ["mmr"] = Mmr,
        ["craig"] = Craig,
        ["balanced"] = Balanced,
        ["resampling"] = Resampling,
        ["stream"] = Stream,
        ["facility-location-stream"] = FacilityLocationStream,
    };

    /// <summary>The names of the pages, and what their examples do.</summary>
    public static IEnumerable<(string Name, Action Run)> All => s_all.Select(example => (example.Key, (Action)(() => Run(example.Value))));

    private static void Run(Example example)
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 2_000, dimension: 8, labels: 5, new Random(1));
        float[] counts = [.. blobs.Values.Select(value => MathF.Max(0, MathF.Round(value)))];
        example(new Points(blobs.Values, dimension: 8), new Points(counts, dimension: 8), blobs.Labels);
    }

    private static void Uniform(Points points, Points counts, int[] labels)
    {
        #region select-uniform
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Method = ClusteringCoresetMethod.Uniform });
        Coreset coreset = selector.Select(points);
        Console.WriteLine($"{coreset.Count} rows with a mass of {coreset.Report.TotalWeight:F0}; row {coreset[0].Index} stands for {coreset[0].Weight:F1}");
        #endregion
    }

    private static void Lightweight(Points points, Points counts, int[] labels)
    {
        #region select-lightweight
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Method = ClusteringCoresetMethod.Lightweight });
        Coreset coreset = selector.Select(points);
        Console.WriteLine($"{coreset.Count} rows with a mass of {coreset.Report.TotalWeight:F0}; row {coreset[0].Index} stands for {coreset[0].Weight:F1}");
        #endregion
    }

    private static void Sensitivity(Points points, Points counts, int[] labels)
    {
        #region select-sensitivity
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Method = ClusteringCoresetMethod.Sensitivity, Clusters = 10 });
        Coreset coreset = selector.Select(points);
        Console.WriteLine($"{coreset.Count} rows with a mass of {coreset.Report.TotalWeight:F0}; row {coreset[0].Index} stands for {coreset[0].Weight:F1}");
        #endregion
    }

    private static void FastCoreset(Points points, Points counts, int[] labels)
    {
        #region select-fast-coreset
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Method = ClusteringCoresetMethod.FastCoreset, Clusters = 10 });
        Coreset coreset = selector.Select(points);
        Console.WriteLine($"{coreset.Count} rows with a mass of {coreset.Report.TotalWeight:F0}; row {coreset[0].Index} stands for {coreset[0].Weight:F1}");
        #endregion
    }

    private static void CoresetTree(Points points, Points counts, int[] labels)
    {
        #region select-coreset-tree
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Method = ClusteringCoresetMethod.CoresetTree });
        Coreset cells = selector.Select(points);
        Console.WriteLine($"{cells.Count} cells of {cells.Report.TotalWeight:F0} rows; {cells.Offset:F0} of every cost is within them");
        #endregion
    }

    private static void Bico(Points points, Points counts, int[] labels)
    {
        #region select-bico
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Method = ClusteringCoresetMethod.Bico });
        Coreset cells = selector.Select(points);
        Console.WriteLine($"{cells.Count} cells of {cells.Report.TotalWeight:F0} rows; {cells.Offset:F0} of every cost is within them");
        #endregion
    }

    private static void KCenter(Points points, Points counts, int[] labels)
    {
        #region select-k-center
        using var selector = new ClusteringCoresetSelector(new() { Size = 10, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Euclidean });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"rows {picks[0].Index} and {picks[1].Index} first; no row is farther than {picks.Report.Objective:F2} from a pick");
        #endregion
    }

    private static void Protras(Points points, Points counts, int[] labels)
    {
        #region select-protras
        using var selector = new ClusteringCoresetSelector(new() { Size = 10, Method = ClusteringCoresetMethod.ProTraS, Metric = Metric.Euclidean });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"rows {picks[0].Index} and {picks[1].Index} first; groups reach {picks.Report.Objective:F2} on average");
        #endregion
    }

    private static void KMeans(Points points, Points counts, int[] labels)
    {
        #region select-k-means
        using var selector = new ClusteringCoresetSelector(new() { Size = 10, Method = ClusteringCoresetMethod.KMeans });
        Coreset coreset = selector.Select(points);
        Console.WriteLine($"{coreset.Count} rows with a mass of {coreset.Report.TotalWeight:F0}; row {coreset[0].Index} stands for {coreset[0].Weight:F1}");
        #endregion
    }

    private static void KMedoids(Points points, Points counts, int[] labels)
    {
        #region select-k-medoids
        using var selector = new ClusteringCoresetSelector(new() { Size = 10, Method = ClusteringCoresetMethod.KMedoids, Metric = Metric.Manhattan });
        Coreset coreset = selector.Select(points);
        Console.WriteLine($"{coreset.Count} rows with a mass of {coreset.Report.TotalWeight:F0}; row {coreset[0].Index} stands for {coreset[0].Weight:F1}");
        #endregion
    }

    private static void FacilityLocation(Points points, Points counts, int[] labels)
    {
        #region select-facility-location
        using var selector = new FacilityLocationSelector(new() { Size = 10 });
        Coreset coreset = selector.Select(points);
        Console.WriteLine($"{coreset.Count} rows with a mass of {coreset.Report.TotalWeight:F0}; row {coreset[0].Index} stands for {coreset[0].Weight:F1}");
        #endregion
    }

    private static void GraphCut(Points points, Points counts, int[] labels)
    {
        #region select-graph-cut
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new GraphCutObjective { Alpha = 0.01 } });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void SumRedundancy(Points points, Points counts, int[] labels)
    {
        #region select-sum-redundancy
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new SumRedundancyObjective() });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void SaturatedCoverage(Points points, Points counts, int[] labels)
    {
        #region select-saturated-coverage
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new SaturatedCoverageObjective { Saturation = 0.005 } });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void FeatureBased(Points points, Points counts, int[] labels)
    {
        #region select-feature-based
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new FeatureBasedObjective { Concave = Concave.Log } });
        Coreset picks = selector.Select(counts);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void MaxCoverage(Points points, Points counts, int[] labels)
    {
        #region select-max-coverage
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new MaxCoverageObjective { Threshold = 20 } });
        Coreset picks = selector.Select(counts);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void SetCover(Points points, Points counts, int[] labels)
    {
        #region select-set-cover
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new SetCoverObjective() });
        Coreset picks = selector.Select(counts);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void LogDeterminant(Points points, Points counts, int[] labels)
    {
        #region select-log-determinant
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new LogDeterminantObjective { Similarity = Similarity.Rbf, Gamma = 0.01 } });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void DisparityMin(Points points, Points counts, int[] labels)
    {
        #region select-disparity-min
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new DisparityMinObjective() });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void DisparitySum(Points points, Points counts, int[] labels)
    {
        #region select-disparity-sum
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new DisparitySumObjective() });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void Mixture(Points points, Points counts, int[] labels)
    {
        #region select-mixture
        using var selector = new SubmodularSelector(new()
        {
            Size = 10,
            Objective = new MixtureObjective { Parts = [new(1, new FacilityLocationObjective()), new(50, new DisparitySumObjective())] },
        });
        Coreset picks = selector.Select(points);
        Console.WriteLine($"first {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        #endregion
    }

    private static void Mmr(Points points, Points counts, int[] labels)
    {
        #region select-mmr
        using var selector = new MmrSelector(new() { Size = 10, Lambda = 0.7 });
        Coreset picks = selector.Select(points, points[0]);
        Console.WriteLine($"like row 0 and unlike each other: {string.Join(", ", picks.Indices[..4].ToArray())}");
        #endregion
    }

    private static void Craig(Points points, Points counts, int[] labels)
    {
        #region select-craig
        using var selector = new CraigSelector(new() { Size = 50, Balance = ClassBalance.Proportional });
        Coreset coreset = selector.Select(points, weights: [], labels);
        Console.WriteLine($"{coreset.Count} rows of all classes; row {coreset[0].Index} counts for {coreset[0].Weight:F0}");
        #endregion
    }

    private static void Balanced(Points points, Points counts, int[] labels)
    {
        #region select-balanced
        using var selector = new ClusteringCoresetSelector(new() { Size = 100, Clusters = 5, Balance = ClassBalance.Equal });
        Coreset coreset = selector.Select(points, weights: [], labels);
        int ofFirst = coreset.Indices.ToArray().Count(row => labels[row] == 0);
        Console.WriteLine($"{ofFirst} of {coreset.Count} picks are of class 0, which has {labels.Count(label => label == 0)} of {labels.Length} rows");
        #endregion
    }

    private static void Resampling(Points points, Points counts, int[] labels)
    {
        #region select-resampling
        using var selector = new ClassResampler(new() { Size = 100, Resampling = ClassResampling.Under });
        Coreset coreset = selector.Select(labels);
        Console.WriteLine($"{coreset.Count} rows, {coreset.Indices.ToArray().Count(row => labels[row] == 0)} of them of class 0");
        #endregion
    }

    private static void Stream(Points points, Points counts, int[] labels)
    {
        #region select-stream
        using var stream = new CoresetStream(new() { Size = 100, Clusters = 10 });
        stream.Append(points);
        StreamCoreset coreset = stream.Reduce();
        Console.WriteLine($"{coreset.Count} rows stand for {stream.TotalWeight:F0}; the first is row {coreset.Ids[0]}");
        #endregion
    }

    private static void FacilityLocationStream(Points points, Points counts, int[] labels)
    {
        #region select-facility-location-stream
        using var stream = new FacilityLocationStream(new() { Size = 10, SampleRows = 500 });
        stream.Append(points);
        StreamCoreset picks = stream.Reduce();
        Console.WriteLine($"of {stream.RowCount} rows that went by, row {picks.Ids[0]} is the first of {picks.Count}");
        #endregion
    }
}
