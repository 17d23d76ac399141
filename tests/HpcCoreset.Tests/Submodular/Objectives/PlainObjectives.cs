using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>Every objective beside its definition.</summary>
internal static class PlainObjectives
{
    public static IReadOnlyList<PlainObjective> All { get; } =
    [
        .. Features(), .. FacilityLocations(), .. GraphCuts(), .. SaturatedCoverages(), .. LogDeterminants(), .. Disparities(),
        Mixture("mixture of features", (0.5, Features().First()), (2, Features().Last())),
        Mixture("mixture of pairs", (1, GraphCuts().First()), (0.5, SaturatedCoverages().First()), (2, FacilityLocations().First())),
        Mixture("mixture with facility location", (0.25, FacilityLocations().First()), (3, Features().First())),
    ];

    public static TheoryData<string> Names() => [.. All.Select(objective => objective.Name)];

    public static PlainObjective Get(string name) => All.Single(objective => objective.Name == name);

    private static IEnumerable<PlainObjective> Features()
    {
        yield return Feature("feature based, square root", new FeatureBasedObjective(), (sum, _) => Math.Sqrt(sum));
        yield return Feature("feature based, log", new FeatureBasedObjective { Concave = Concave.Log }, (sum, _) => Math.Log(1 + sum));
        yield return Feature("feature based, sigmoid", new FeatureBasedObjective { Concave = Concave.Sigmoid }, (sum, _) => sum / (1 + sum));
        yield return Feature("maximum coverage", new MaxCoverageObjective(), (sum, _) => Math.Min(1, sum));
        yield return Feature("maximum coverage up to 2.5", new MaxCoverageObjective { Threshold = 2.5 }, (sum, _) => Math.Min(2.5, sum));
        yield return Feature("set cover", new SetCoverObjective(), (sum, _) => sum > 0 ? 1 : 0);
    }

    private static IEnumerable<PlainObjective> FacilityLocations() =>
        from similarity in (Similarity[])[Similarity.MaxSquaredEuclidean, Similarity.Rbf]
        select new PlainObjective(
            $"facility location, {similarity}", new FacilityLocationObjective { Similarity = similarity },
            instance =>
            {
                double[][] s = PlainGreedy.Matrix(instance.Rows, similarity, 0);
                return set => RankingLaws.Objective(s, instance.Weights, set);
            })
        { TakesWeights = true };

    private static IEnumerable<PlainObjective> GraphCuts()
    {
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
            foreach (double alpha in similarity is Similarity.CosineSquared or Similarity.MaxSquaredEuclidean ? (double[])[1, 2.5, 0] : [1])
                yield return OfSimilarities(
                    $"graph cut, {similarity}, alpha {alpha}",
                    alpha > 0 ? new GraphCutObjective { Similarity = similarity, Alpha = alpha } : new SumRedundancyObjective { Similarity = similarity },
                    similarity,
                    (s, w, set) => alpha * s.Select((row, i) => w[i] * set.Sum(j => row[j])).Sum() - set.Sum(i => set.Sum(j => s[i][j])))
                    with
                {
                    TakesWeights = alpha > 0,
                    IsMonotone = alpha >= 2 && similarity is not (Similarity.Cosine or Similarity.Dot),
                    IsSubmodular = similarity is not (Similarity.Cosine or Similarity.Dot),
                };
    }

    private static IEnumerable<PlainObjective> SaturatedCoverages()
    {
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
            foreach (double share in similarity is Similarity.CosineSquared or Similarity.MaxSquaredEuclidean ? (double[])[0.1, 0.02, 1] : [0.1])
                yield return OfSimilarities(
                    $"saturated coverage, {similarity}, {share}", new SaturatedCoverageObjective { Similarity = similarity, Saturation = share }, similarity,
                    (s, w, set) => s.Select((row, i) => w[i] * Math.Min(set.Sum(j => Math.Max(0, row[j])), share * row.Select((x, j) => w[j] * Math.Max(0, x)).Sum())).Sum())
                    with
                { TakesWeights = true };
    }

    private static IEnumerable<PlainObjective> LogDeterminants()
    {
        foreach ((Similarity similarity, double ridge) in ((Similarity, double)[])[
            (Similarity.Cosine, 1), (Similarity.Cosine, 0.01), (Similarity.Rbf, 1), (Similarity.Rbf, 0.001), (Similarity.Dot, 1), (Similarity.ExpEuclidean, 0.1), (Similarity.CorrelationSquared, 2)])
            yield return OfSimilarities(
                $"log-determinant, {similarity}, ridge {ridge}", new LogDeterminantObjective { Similarity = similarity, Ridge = ridge }, similarity,
                (s, _, set) => LogDeterminant([.. set.Select(i => set.Select(j => s[i][j] + (i == j ? ridge : 0)).ToArray())]))
                with
            { IsMonotone = ridge >= 1 };
    }

    private static IEnumerable<PlainObjective> Disparities()
    {
        foreach (Metric metric in (Metric[])[Metric.Euclidean, Metric.SquaredEuclidean, Metric.Cosine, Metric.Manhattan])
        {
            Func<Instance, Func<int, int, double>> distance = instance => (i, j) => Distance(instance.Rows[i], instance.Rows[j], metric);
            PlainObjective sum = new(
                $"disparity sum, {metric}", new DisparitySumObjective { Metric = metric },
                instance => set => Pairs(set).Sum(pair => distance(instance)(pair.Item1, pair.Item2)))
            {
                IsSubmodular = false,
                Suit = instance => metric == Metric.Cosine ? instance.For(Similarity.Cosine) : instance,
            };
            yield return sum;
            yield return sum with
            {
                Name = $"disparity min, {metric}",
                Objective = new DisparityMinObjective { Metric = metric },
                Value = instance => set => Pairs(set).Select(pair => distance(instance)(pair.Item1, pair.Item2)).DefaultIfEmpty().Min(),
                IsMonotone = false,
                Score = instance => (set, candidate) => set.Select(pick => distance(instance)(pick, candidate)).DefaultIfEmpty().Min(),
            };
        }
    }

    private static IEnumerable<(int, int)> Pairs(IReadOnlyList<int> set) => set.SelectMany((i, place) => set.Take(place).Select(j => (i, j)));

    private static double Distance(float[] x, float[] y, Metric metric) => metric switch
    {
        Metric.Cosine => 1 - Product(x, y) / Math.Sqrt(Product(x, x) * Product(y, y)),
        Metric.Manhattan => x.Zip(y, (a, b) => Math.Abs((double)a - b)).Sum(),
        Metric.Euclidean => Math.Sqrt(Distance(x, y, Metric.SquaredEuclidean)),
        _ => x.Zip(y, (a, b) => ((double)a - b) * ((double)a - b)).Sum(),
    };

    private static double Product(float[] x, float[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();

    /// <summary>By elimination with the largest pivot of what is left, which may be 0 or rounded below.</summary>
    private static double LogDeterminant(double[][] a)
    {
        double sum = 0;
        for (int step = 0; step < a.Length; step++)
        {
            int pivot = Enumerable.Range(step, a.Length - step).MaxBy(i => a[i][i]);
            (a[step], a[pivot]) = (a[pivot], a[step]);
            foreach (double[] row in a) (row[step], row[pivot]) = (row[pivot], row[step]);
            sum += Math.Log(a[step][step]);
            for (int i = step + 1; i < a.Length; i++)
            {
                double factor = a[i][step] / a[step][step];
                for (int j = step; j < a.Length; j++) a[i][j] -= factor * a[step][j];
            }
        }
        return sum;
    }

    private static PlainObjective OfSimilarities(
        string name, Objective objective, Similarity similarity, Func<double[][], double[], IReadOnlyList<int>, double> value) => new(
        name, objective,
        instance =>
        {
            double[][] s = PlainGreedy.Matrix(instance.Rows, similarity, 0);
            double[] w = instance.Weights ?? [.. Enumerable.Repeat(1.0, instance.Count)];
            return set => value(s, w, set);
        })
        {
            Suit = instance => instance.For(similarity),
        };

    private static PlainObjective Mixture(string name, params (double Weight, PlainObjective Objective)[] parts) => new(
        name, new MixtureObjective { Parts = [.. parts.Select(part => new WeightedObjective(part.Weight, part.Objective.Objective))] },
        instance =>
        {
            Func<IReadOnlyList<int>, double>[] values = [.. parts.Select(part => part.Objective.Value(instance))];
            return set => parts.Select((part, m) => part.Weight * values[m](set)).Sum();
        })
    {
        TakesWeights = parts.All(part => part.Objective.TakesWeights),
        IsMonotone = parts.All(part => part.Objective.IsMonotone),
        IsSubmodular = parts.All(part => part.Objective.IsSubmodular),
        Suit = instance => parts.Aggregate(instance, (suited, part) => part.Objective.Suit(suited)),
    };

    private static PlainObjective Feature(string name, Objective objective, Func<double, int, double> worth) => new(
        name, objective,
        instance => set => Enumerable.Range(0, instance.Dimension).Sum(t => worth(set.Sum(v => (double)instance.Rows[v][t]), t)))
    {
        Suit = instance => instance with { Rows = [.. instance.Rows.Select(row => row.Select(Math.Abs).ToArray())] },
    };
}
