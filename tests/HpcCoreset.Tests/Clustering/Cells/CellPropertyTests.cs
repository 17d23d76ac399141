using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>The laws of cells on random rows of every kind.</summary>
[Trait("Switches", "true")]
public class CellPropertyTests
{
    /// <summary>A generated instance; the seed makes the rows.</summary>
    public sealed record Recipe(string Construction, int Seed, int Count, int Dimension, int Levels, int Scale, bool Weighted, int Size);

    private static Gen<Recipe> Recipes() =>
        from construction in Gen.Elements(CellRun.Constructions)
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(1, 120)
        from dimension in Gen.Frequency((9, Gen.Choose(1, 12)), (1, Gen.Elements(16, 64, 129)))
        from levels in Gen.Elements(0, 0, 2, 3)
        from scale in Gen.Elements(0, 0, 6, -30)
        from weighted in Gen.Elements(false, true)
        from size in Gen.Choose(1, 40)
        select new Recipe(construction, seed, count, dimension, levels, scale, weighted, size);

    [Fact]
    public void Mass_is_kept_one_centre_is_exact_and_many_cost_no_less_than_on_all_rows() =>
        Prop.ForAll(Arb.From(Recipes()), from =>
        {
            var random = new Random(from.Seed);
            double Scale() => Math.Pow(10, from.Scale < 0 ? from.Scale : (random.NextDouble() - 0.5) * from.Scale);
            float[] rows = [.. Enumerable.Range(0, from.Count).SelectMany(_ =>
            {
                double scale = Scale();
                return Enumerable.Range(0, from.Dimension).Select(_ => (float)(scale * (from.Levels > 0 ? random.Next(from.Levels) : random.NextDouble() * 3 - 1)));
            })];
            double[] weights = from.Weighted ? [1, .. Rows.Weights(from.Count, from.Seed).Skip(1)] : [];
            CellRun cells = CellRun.Of(from.Construction, rows, from.Dimension, from.Size, weights, (ulong)from.Seed);

            double mass = from.Weighted ? weights.Sum() : from.Count;
            Assert.Equal(mass, cells.Masses.Sum(), 1e-13 * mass);
            Assert.InRange(cells.Count, 1, from.Size);
            Assert.Equal(cells.Representatives.Distinct().Order(), cells.Representatives);
            double largest = rows.Max(Math.Abs);
            for (int centres = 1; centres <= 5; centres++)
            {
                double[] tried = [.. Enumerable.Range(0, centres * from.Dimension).Select(_ => largest * (random.NextDouble() * 4 - 2))];
                double truth = Rows.Cost(Metric.SquaredEuclidean, rows, from.Dimension, weights, tried), told = cells.Cost(from.Dimension, tried);
                // Rounding a centroid moves it by up to 2^-24 of its largest value in every column.
                double rounding = 1e-6 * Math.Sqrt(mass * from.Dimension * largest * largest * truth);
                Assert.True(told >= truth - rounding, $"{from}: {centres} centres cost {truth}, told {told}");
                if (centres == 1) Assert.InRange(told, truth - rounding, truth + rounding);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
