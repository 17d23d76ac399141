using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Storage;
using HpcCoreset.Tests.Submodular;
using HpcCoreset.Tests.Submodular.Objectives;

namespace HpcCoreset.Tests.Allocation;

/// <summary>Every call that promises not to allocate after the first of its shape, by name.</summary>
internal static class Calls
{
    private const int Dimension = 6;

    /// <summary>One chunk of rows for one thread, three for several, so that all have work.</summary>
    public static IReadOnlyList<(string Name, Action Call)> All(int threads)
    {
        int count = threads == 1 ? 600 : 2100;
        float[] rows = [.. Instances.Random(61, count, Dimension).SelectMany(row => row)];
        double[] weights = [.. Enumerable.Range(0, count).Select(i => i % 5 == 0 ? 0 : 1.0 + i % 3)];
        return
        [
            .. Scoring(rows, weights, threads), .. FindingDuplicates(rows, weights.Length, threads),
            .. FacilityLocation(rows, weights, threads), .. References(rows, weights, threads), .. Optimizers(rows, weights, threads),
            .. MarginalRelevance(rows), .. Objectives(rows, weights, threads), .. ClusteringCoresets(rows, weights, threads),
            .. Cells(rows, weights, threads), .. Coverings(rows, weights, threads), .. Labelled(rows, weights, threads), .. Solving(rows, weights, threads),
            .. OnNarrowRows(rows, weights, threads),
        ];
    }

    private static IEnumerable<(string, Action)> FacilityLocation(float[] rows, double[] weights, int threads)
    {
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
            // No cache, 50 columns, all; and few rows, which keep their similarities anyway.
            foreach ((int used, long cacheBytes) in ((int, long)[])[(rows.Length, 0), (rows.Length, 600_000), (rows.Length, 1L << 30), (200 * Dimension, 0)])
            {
                var source = new CancellationTokenSource();
                var selector = new FacilityLocationSelector(new()
                {
                    Size = 10,
                    Similarity = similarity,
                    CacheBytes = cacheBytes,
                    Threads = threads,
                    Progress = new Nothing(),
                });
                double[] some = weights[..(used / Dimension)];
                yield return ($"FacilityLocationSelector, {similarity}, {used / Dimension} rows, cache of {cacheBytes} B", () =>
                {
                    Coreset coreset = selector.Select(new Points(rows.AsSpan(0, used), Dimension), some, source.Token);
                    double mass = 0;
                    foreach (Pick pick in coreset) mass += pick.Weight;
                    if (mass != coreset.Report.TotalWeight) throw new InvalidOperationException("mass");
                }
                );
            }
    }

    private static IEnumerable<(string, Action)> Optimizers(float[] rows, double[] weights, int threads)
    {
        int[] initial = [5, 9], candidates = [.. Enumerable.Range(0, weights.Length).Where(i => i % 3 != 0)];
        double[] costs = [.. weights.Select(weight => 1 + weight)];
        var parts = new FacilityLocationSelector(
            new() { Size = 10, Optimizer = GreedyOptimizer.RandomPartition, LocalPartitions = true, Partitions = 3, Threads = threads });
        yield return ("FacilityLocationSelector, local partitions", () => parts.Select(new Points(rows, Dimension), weights));
        foreach (GreedyOptimizer optimizer in Enum.GetValues<GreedyOptimizer>())
            foreach (double budget in (double[])[0, 20])
            {
                var options = new FacilityLocationOptions { Size = 10, Optimizer = optimizer, Budget = budget, Threads = threads, Progress = new Nothing() };
                var selector = new FacilityLocationSelector(options);
                yield return ($"FacilityLocationSelector, {optimizer}, budget {budget}", () => selector.Select(
                    new Points(rows, Dimension), weights,
                    new GreedyTerms { Initial = initial, Candidates = candidates, Scores = weights, Costs = budget > 0 ? costs : [] }));
                WeightedCoverage objective = WeightedCoverage.Random(1, 60, 80, 0.1);
                var own = new GreedySelector<WeightedCoverage>(new() { Size = 10, Optimizer = optimizer, Budget = budget });
                yield return ($"GreedySelector, {optimizer}, budget {budget}", () => own.Select(
                    ref objective, new GreedyTerms { Costs = budget > 0 ? costs.AsSpan(0, 60) : [] }));
            }
    }

    private static IEnumerable<(string, Action)> References(float[] rows, double[] weights, int threads)
    {
        var sparse = new FacilityLocationSelector(new() { Size = 10, Neighbours = 8, Threads = threads });
        yield return ("FacilityLocationSelector, neighbours", () => sparse.Select(new Points(rows, Dimension), weights));
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
            foreach (bool isSmall in (bool[])[false, true])
            {
                var selector = new FacilityLocationSelector(new() { Size = 10, Similarity = similarity, Threads = threads, WithoutSmallMatrix = !isSmall });
                yield return ($"FacilityLocationSelector, {similarity}, for other rows, small {isSmall}", () => selector.Select(
                    new Points(rows.AsSpan(0, 200 * Dimension), Dimension), new ReferenceRows { Represented = new Points(rows, Dimension) }, weights));
                yield return ($"FacilityLocationSelector, {similarity}, like a query, small {isSmall}", () => selector.Select(
                    new Points(rows, Dimension),
                    new ReferenceRows { Query = new Points(rows.AsSpan(0, 3 * Dimension), Dimension), Private = new Points(rows.AsSpan(60, 2 * Dimension), Dimension) },
                    weights));
            }
    }

    private static IEnumerable<(string, Action)> MarginalRelevance(float[] rows)
    {
        foreach (Similarity similarity in (Similarity[])[Similarity.Cosine, Similarity.CorrelationSquared, Similarity.Rbf, Similarity.Dot])
        {
            var selector = new MmrSelector(new() { Size = 10, Similarity = similarity });
            yield return ($"MmrSelector, {similarity}", () => selector.Select(new Points(rows, Dimension), rows.AsSpan(0, Dimension)));
        }
    }

    private static IEnumerable<(string, Action)> Objectives(float[] rows, double[] weights, int threads)
    {
        var instance = new Instance("rows", [.. rows.Chunk(Dimension)], weights);
        foreach (PlainObjective plain in PlainObjectives.All)
        {
            Instance suited = plain.Suit(instance);
            float[] values = suited.Values;
            double[]? some = plain.TakesWeights ? suited.Weights : null;
            var selector = new SubmodularSelector(new() { Size = 10, Objective = plain.Objective, Threads = threads });
            yield return ($"SubmodularSelector, {plain}", () => selector.Select(new Points(values, Dimension), some));
        }
    }

    private static IEnumerable<(string, Action)> ClusteringCoresets(float[] rows, double[] weights, int threads)
    {
        foreach (ClusteringCoresetMethod method in Methods.Samplers)
            foreach (Metric metric in Enum.GetValues<Metric>().Where(metric => metric is not (Metric.Dot or Metric.Hamming)))
                foreach (bool replacement in (bool[])[false, true])
                {
                    var selector = new ClusteringCoresetSelector(new()
                    {
                        Size = 50,
                        Clusters = 5,
                        Method = method,
                        Metric = metric,
                        WithReplacement = replacement,
                        Threads = threads,
                        Seed = 3,
                    });
                    yield return ($"ClusteringCoresetSelector, {method}, {metric}, replacement {replacement}", () => selector.Select(new Points(rows, Dimension), weights));
                }
    }

    private static IEnumerable<(string, Action)> Cells(float[] rows, double[] weights, int threads)
    {
        foreach (ClusteringCoresetMethod method in (ClusteringCoresetMethod[])[.. Methods.Cells, .. Methods.Representatives])
        {
            var selector = new ClusteringCoresetSelector(new() { Size = 50, Method = method, Threads = threads, Seed = 3 });
            yield return ($"ClusteringCoresetSelector, {method}", () => selector.Select(new Points(rows, Dimension), weights));
        }
    }

    private static IEnumerable<(string, Action)> Labelled(float[] rows, double[] weights, int threads)
    {
        int[] labels = [.. weights.Select((_, row) => row % 7 == 0 ? 4 : row % 2)];
        foreach (ClusteringCoresetMethod method in Methods.Samplers)
        {
            var selector = new ClusteringCoresetSelector(
                new() { Size = 50, Clusters = 3, Method = method, Balance = ClassBalance.Equal, EqualizeClasses = true, Threads = threads });
            yield return ($"ClusteringCoresetSelector, {method}, classes", () => selector.Select(new Points(rows, Dimension), weights, labels));
        }
        foreach (int neighbours in (int[])[0, 5])
        {
            var craig = new CraigSelector(new() { Size = 50, Neighbours = neighbours, Threads = threads });
            yield return ($"CraigSelector, {neighbours} neighbours", () => craig.Select(new Points(rows, Dimension), weights, labels));
        }
        var factored = new CraigSelector(new() { Size = 50, FirstFactor = 2, Threads = threads });
        yield return ("CraigSelector, outer products", () => factored.Select(new Points(rows, Dimension), weights, labels));
        var robust = new ClusteringCoresetSelector(new() { Size = 80, Clusters = 3, Outliers = 10, Threads = threads });
        yield return ("ClusteringCoresetSelector, outliers", () => robust.Select(new Points(rows, Dimension), weights));
        foreach (ClassResampling resampling in Enum.GetValues<ClassResampling>())
        {
            var resampler = new ClassResampler(new() { Size = 400, Resampling = resampling });
            yield return ($"ClassResampler, {resampling}", () => resampler.Select(labels));
        }
    }

    private static IEnumerable<(string, Action)> Coverings(float[] rows, double[] weights, int threads)
    {
        foreach (ClusteringCoresetMethod method in Methods.Coverings)
            foreach (Metric metric in Enum.GetValues<Metric>().Where(metric => metric is not (Metric.Dot or Metric.Hamming)))
                foreach (double outliers in method == ClusteringCoresetMethod.KCenter ? (double[])[0, 7] : [0])
                {
                    var selector = new ClusteringCoresetSelector(
                        new() { Size = 30, Method = method, Metric = metric, Outliers = outliers, Threads = threads });
                    yield return ($"ClusteringCoresetSelector, {method}, {metric}, {outliers} outliers", () => selector.Select(new Points(rows, Dimension), weights));
                }
    }

    private static IEnumerable<(string, Action)> Solving(float[] rows, double[] weights, int threads)
    {
        int count = weights.Length;
        foreach (Metric metric in (Metric[])[Metric.SquaredEuclidean, Metric.Cosine])
        {
            var solver = new KMeansSolver(new() { Clusters = 5, Metric = metric, Threads = threads, MaxIterations = 5, Restarts = 2 });
            var owner = new int[count];
            var distance = new float[count];
            yield return ($"KMeansSolver.Fit, {metric}", () => solver.Fit(new Points(rows, Dimension), weights));
            var plain = new KMeansSolver(new() { Clusters = 5, Metric = metric, Threads = threads, Seeding = KMeansSeeding.KMeansPlusPlus });
            yield return ($"KMeansSolver.Fit, {metric}, plain seeds", () => plain.Fit(new Points(rows, Dimension), weights));
            yield return ($"KMeansSolver.Refine, {metric}", () => solver.Refine(new Points(rows, Dimension), weights, 2));
            yield return ($"KMeansSolver.Assign, {metric}", () => solver.Assign(new Points(rows, Dimension), owner, distance));
        }
        foreach (Metric metric in (Metric[])[Metric.SquaredEuclidean, Metric.Euclidean, Metric.Manhattan, Metric.Cosine])
        {
            var solver = new KMedoidsSolver(new() { Clusters = 5, Metric = metric, Threads = threads, Restarts = 2 });
            var owner = new int[count];
            var distance = new float[count];
            yield return ($"KMedoidsSolver.Fit, {metric}", () => solver.Fit(new Points(rows, Dimension), weights));
            yield return ($"KMedoidsSolver.Assign, {metric}", () => solver.Assign(new Points(rows, Dimension), owner, distance));
        }
        int[] indices = [.. Enumerable.Range(0, 60).Select(i => i * 7)];
        double[] coresetWeights = [.. indices.Select(_ => 4.0)];
        foreach (Metric metric in Enum.GetValues<Metric>().Where(metric => metric is not (Metric.Dot or Metric.Hamming)))
        {
            var evaluator = new CoresetEvaluator(new() { Clusters = 4, Metric = metric, Threads = threads });
            yield return ($"CoresetEvaluator.Evaluate, {metric}", () => evaluator.Evaluate(new Points(rows, Dimension), indices, coresetWeights, weights));
        }
    }

    private static IEnumerable<(string, Action)> Scoring(float[] rows, double[] weights, int threads)
    {
        foreach (Metric metric in Enum.GetValues<Metric>().Where(metric => metric is not (Metric.Dot or Metric.Hamming)))
        {
            var scorer = new AnomalyScorer(new() { Metric = metric, Threads = threads });
            scorer.Fit(new Points(rows, Dimension), weights);
            var scores = new float[weights.Length];
            yield return ($"AnomalyScorer.Fit, {metric}", () => scorer.Fit(new Points(rows, Dimension), weights));
            yield return ($"AnomalyScorer.Score, {metric}", () => scorer.Score(new Points(rows, Dimension), scores));
            yield return ($"AnomalyScorer.Score of one row, {metric}", () => scorer.Score(rows.AsSpan(0, Dimension)));
        }
    }

    private static IEnumerable<(string, Action)> FindingDuplicates(float[] rows, int count, int threads)
    {
        var finder = new DuplicateFinder(new() { Clusters = 3, Threads = threads, Keep = KeepRule.NearestToCentre });
        var ofEach = new int[count];
        var pairs = new List<DuplicatePair>();
        yield return ("DuplicateFinder.Find", () => finder.Find(new Points(rows, Dimension), ofEach));
        yield return ("DuplicateFinder.FindPairs", () => finder.FindPairs(new Points(rows, Dimension), pairs));
        yield return ("DuplicateFinder.RankByPrototypicality", () => finder.RankByPrototypicality(new Points(rows, Dimension), ofEach));
    }

    private static IEnumerable<(string, Action)> OnNarrowRows(float[] values, double[] weights, int threads)
    {
        foreach (string kind in NarrowRows.Kinds)
        {
            var rows = new NarrowRows(kind, values, Dimension);
            var locations = new FacilityLocationSelector(new() { Size = 10, Similarity = Similarity.Cosine, Threads = threads });
            var coresets = new ClusteringCoresetSelector(new() { Size = 50, Clusters = 5, Threads = threads });
            var solver = new KMeansSolver(new() { Clusters = 5, Threads = threads, MaxIterations = 5 });
            var evaluator = new CoresetEvaluator(new() { Clusters = 4, Threads = threads });
            var medians = new ClusteringCoresetSelector(new() { Size = 50, Clusters = 5, Threads = threads, Metric = Metric.Hamming });
            var representatives = new FacilityLocationSelector(new() { Size = 10, Threads = threads });
            var scorer = new AnomalyScorer(new() { Threads = threads });
            scorer.Fit(rows.View);
            var scores = new float[weights.Length];
            var finder = new DuplicateFinder(new() { Clusters = 3, Threads = threads });
            var ofEach = new int[weights.Length];
            yield return ($"DuplicateFinder.Find on {rows}", () => finder.Find(rows.View, ofEach));
            yield return ($"AnomalyScorer.Score on {rows}", () => scorer.Score(rows.View, scores));
            if (kind == "bits") yield return ($"ClusteringCoresetSelector, Hamming, on {rows}", () => medians.Select(rows.View, weights));
            yield return ($"FacilityLocationSelector, default, on {rows}", () => representatives.Select(rows.View, weights));
            yield return ($"FacilityLocationSelector on {rows}", () => locations.Select(rows.View, weights));
            yield return ($"ClusteringCoresetSelector on {rows}", () => coresets.Select(rows.View, weights));
            yield return ($"KMeansSolver.Fit on {rows}", () => solver.Fit(rows.View, weights));
            yield return ($"CoresetEvaluator.Evaluate on {rows}", () => evaluator.Evaluate(rows.View, [3, 8, 90], [200, 200, 200], weights));
        }
    }

    private sealed class Nothing : IProgress<int>
    {
        public void Report(int value)
        {
        }
    }
}
