using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>The laws of every objective on random instances: rows anywhere or on a grid, with copies, weighted or not.</summary>
[Trait("Switches", "true")]
public class ObjectiveLawsTests
{
    /// <summary>A generated instance; the seed makes the rows.</summary>
    public sealed record Recipe(int Objective, int Seed, int Count, int Dimension, int Levels, int Copies, bool Weighted, int Size);

    private static Gen<Recipe> Recipes() =>
        from objective in Gen.Choose(0, PlainObjectives.All.Count - 1)
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(1, 40)
        from dimension in Gen.Choose(2, 9)
        from levels in Gen.Elements(0, 2, 4)
        from copies in Gen.Elements(0, 0, 3)
        from weighted in Gen.Elements(false, true)
        from size in Gen.Choose(1, 12)
        select new Recipe(objective, seed, count, dimension, levels, copies, weighted, size);

    private static Instance Make(Recipe from)
    {
        var random = new Random(from.Seed);
        float[][] sources = [.. Enumerable.Range(0, from.Copies > 0 ? from.Copies : from.Count).Select(_ => Enumerable.Range(0, from.Dimension)
            .Select(_ => (float)(from.Levels > 0 ? random.Next(from.Levels) : random.NextDouble() * 3 - 1)).ToArray())];
        float[][] rows = [.. Enumerable.Range(0, from.Count).Select(i => from.Copies > 0 ? sources[random.Next(from.Copies)] : sources[i])];
        double[] weights = [.. rows.Select(_ => (double)random.Next(1, 5))];
        return new Instance($"{from}", rows, from.Weighted ? weights : null);
    }

    [Fact]
    public void Random_instances_satisfy_the_laws() =>
        Prop.ForAll(Arb.From(Recipes()), from => ObjectiveLaws.Check(PlainObjectives.All[from.Objective], Make(from), from.Size))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
