using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>The laws of facility location on random instances of every kind.</summary>
[Trait("Switches", "true")]
public class RankingLawsTests
{
    /// <summary>A generated instance; the seed makes the rows.</summary>
    public sealed record Recipe(Similarity Similarity, int Seed, int Count, int Dimension, int Levels, int Scale, int Copies, int Weights, int Size);

    private static Gen<Recipe> Recipes() =>
        from similarity in Gen.Elements(Enum.GetValues<Similarity>())
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(1, 70)
        from dimension in Gen.Frequency((9, Gen.Choose(2, 9)), (1, Gen.Elements(1, 16, 64, 129)))
        from levels in Gen.Elements(0, 2, 3, 5)
        from scale in Gen.Elements(0, 0, 0, 4, 12, -30)
        from copies in Gen.Elements(0, 0, 2, 5)
        from weights in Gen.Elements(0, 0, 1, 2, 3)
        from size in Gen.Choose(1, 24)
        select new Recipe(similarity, seed, count, dimension, levels, scale, copies, weights, size);

    private static IEnumerable<Recipe> Smaller(Recipe big)
    {
        if (big.Count > 1) yield return big with { Count = big.Count / 2 };
        if (big.Count > 1) yield return big with { Count = big.Count - 1 };
        if (big.Dimension > 1) yield return big with { Dimension = big.Dimension / 2 };
        if (big.Size > 1) yield return big with { Size = big.Size - 1 };
        if (big.Weights > 0) yield return big with { Weights = 0 };
        if (big.Copies > 0) yield return big with { Copies = 0 };
        if (big.Scale != 0) yield return big with { Scale = 0 };
    }

    /// <summary>
    /// Rows on a grid of few levels or anywhere; each scaled by up to a power of ten; copied from a few; one ulp off; weights equal, over
    /// 16 magnitudes, 1e-12 apart or mostly 0.
    /// </summary>
    private static Instance Make(Recipe from)
    {
        var random = new Random(from.Seed);
        float[] Row()
        {
            double scale = Math.Pow(10, from.Scale < 0 ? from.Scale : (random.NextDouble() - 0.5) * from.Scale);
            return [.. Enumerable.Range(0, from.Dimension).Select(_ => (float)(scale * (from.Levels > 0 ? random.Next(from.Levels) : random.NextDouble() * 3 - 1)))];
        }
        float[][] sources = [.. Enumerable.Range(0, from.Copies > 0 ? from.Copies : from.Count).Select(_ => Row())];
        float[][] rows = [.. Enumerable.Range(0, from.Count).Select(i => from.Copies > 0 ? sources[random.Next(from.Copies)] : sources[i])];
        if (from.Seed % 3 == 0)
            rows = [.. rows.Select(row => row.Select(value => random.Next(9) == 0 ? MathF.BitIncrement(value) : value).ToArray())];
        double[] weights = [.. rows.Select(_ => from.Weights switch
        {
            1 => Math.Pow(10, random.NextDouble() * 16 - 8),
            2 => 1 + random.Next(4) * 1e-12,
            _ => random.Next(4) == 0 ? 2.5 : 0,
        })];
        if (weights.Sum() == 0) weights[0] = 1;
        return new Instance($"{from}", rows, from.Weights == 0 ? null : weights);
    }

    [Fact]
    public void Random_instances_are_ranked_as_by_a_plain_greedy_in_double() =>
        Prop.ForAll(Arb.From(Recipes(), Smaller), from =>
        {
            Instance instance = Make(from).For(from.Similarity);
            if (instance.Count == 0 || instance.Weights?.Sum() == 0) return;
            RankingLaws.Check(instance, from.Similarity, Math.Min(from.Size, instance.Count));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    /// <summary>The same rows in two or three parts: to be represented, to pick from, like a query, unlike private ones.</summary>
    [Fact]
    public void And_for_other_rows_like_a_query_and_unlike_private_rows() =>
        Prop.ForAll(Arb.From(Recipes(), Smaller), from =>
        {
            Instance all = Make(from);
            var random = new Random(from.Seed);
            int query = random.Next(all.Count + 1), known = random.Next(all.Count + 1), kind = random.Next(4);
            Instance instance = (all with
            {
                Candidates = kind < 2 ? null : [.. all.Rows.Reverse()],
                Query = kind == 3 ? [] : all.Rows[query..Math.Min(all.Count, query + 3)],
                Private = all.Rows[known..Math.Min(all.Count, known + 4)],
                IsQuery = kind == 3,
                Eta = random.Next(4) / 2.0,
                Nu = random.Next(3) / 2.0,
            }).For(from.Similarity);
            if (instance.Count == 0 || instance.Weights?.Sum() == 0) return;
            RankingLaws.Check(instance, from.Similarity, Math.Min(from.Size, instance.Count));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
}
