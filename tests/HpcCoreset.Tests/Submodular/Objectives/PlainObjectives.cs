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
        .. Features(), .. FacilityLocations(),
        Mixture("mixture of features", (0.5, Features().First()), (2, Features().Last())),
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

    private static PlainObjective Mixture(string name, params (double Weight, PlainObjective Objective)[] parts) => new(
        name, new MixtureObjective { Parts = [.. parts.Select(part => new WeightedObjective(part.Weight, part.Objective.Objective))] },
        instance =>
        {
            Func<IReadOnlyList<int>, double>[] values = [.. parts.Select(part => part.Objective.Value(instance))];
            return set => parts.Select((part, m) => part.Weight * values[m](set)).Sum();
        })
    {
        TakesWeights = parts.All(part => part.Objective.TakesWeights),
        Suit = instance => parts.Aggregate(instance, (suited, part) => part.Objective.Suit(suited)),
    };

    private static PlainObjective Feature(string name, Objective objective, Func<double, int, double> worth) => new(
        name, objective,
        instance => set => Enumerable.Range(0, instance.Dimension).Sum(t => worth(set.Sum(v => (double)instance.Rows[v][t]), t)))
    {
        Suit = instance => instance with { Rows = [.. instance.Rows.Select(row => row.Select(Math.Abs).ToArray())] },
    };
}
