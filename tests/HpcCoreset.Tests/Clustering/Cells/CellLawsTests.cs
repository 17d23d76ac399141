using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>What holds for cells of any construction, against plain loops in double over all rows.</summary>
[Trait("Switches", "true")]
public class CellLawsTests
{
    public static TheoryData<string> Constructions => [.. CellRun.Constructions];

    [Theory]
    [MemberData(nameof(Constructions))]
    public void The_mass_is_kept_and_every_cell_has_a_row_of_its_own(string construction)
    {
        float[] rows = Rows.Blobs(3000, 5, 8);
        foreach (double[] weights in (double[][])[[], Rows.Weights(3000), [.. Rows.Weights(3000).Select(w => w > 0 ? 1e-200 : 0)]])
            foreach (int size in (int[])[1, 2, 40, 700])
            {
                CellRun cells = CellRun.Of(construction, rows, 5, size, weights);
                double mass = weights.Length == 0 ? 3000 : weights.Sum();
                Assert.Equal(mass, cells.Masses.Sum(), 1e-13 * mass);
                Assert.InRange(cells.Count, 1, size);
                Assert.Equal(cells.Representatives.Distinct().Order(), cells.Representatives);
                Assert.All(cells.Representatives, row => Assert.True(weights.Length == 0 || weights[row] > 0));
                Assert.All(cells.Masses, cell => Assert.True(cell > 0));
                Assert.All(cells.Variances, variance => Assert.True(variance >= 0));
                Assert.Equal(cells.Variances.Sum(), cells.Offset, 1e-12 * cells.Offset);
            }
    }

    /// <summary>However the centres lie: far off, among the rows, more than cells, all in one place.</summary>
    [Theory]
    [MemberData(nameof(Constructions))]
    public void The_cost_is_never_below_the_true_one(string construction)
    {
        var random = new Random(4);
        foreach ((float[] rows, int dimension) in ((float[], int)[])
            [(Rows.Blobs(2000, 4, 6, noise: 1), 4), (Rows.Outliers(1500, 7), 7), ([.. Enumerable.Range(0, 900).Select(i => (float)i)], 1)])
            foreach (double[] weights in (double[][])[[], Rows.Weights(rows.Length / dimension)])
            {
                CellRun cells = CellRun.Of(construction, rows, dimension, 60, weights);
                for (int trial = 0; trial < 40; trial++)
                {
                    int count = rows.Length / dimension;
                    double spread = Math.Pow(10, trial % 4 - 2);
                    double[] centres = [.. Enumerable.Range(0, 1 + trial).SelectMany(_ =>
                    {
                        int row = random.Next(count);
                        return Rows.ToDouble(rows.AsSpan(row * dimension, dimension)).Select(v => v + spread * (random.NextDouble() - 0.5)).ToArray();
                    })];
                    double truth = Rows.Cost(Metric.SquaredEuclidean, rows, dimension, weights, centres);
                    double told = cells.Cost(dimension, centres);
                    Assert.True(told >= truth * (1 - 1e-5), $"{told} of {truth} in trial {trial}");
                }
            }
    }

    /// <summary>One centre serves every cell; and centres as far apart as blobs do as long as no cell spans two.</summary>
    [Theory]
    [MemberData(nameof(Constructions))]
    public void The_cost_is_exact_where_one_centre_serves_a_cell(string construction)
    {
        float[] rows = Rows.Blobs(3000, 6, 8, noise: 1);
        double[] weights = Rows.Weights(3000);
        CellRun cells = CellRun.Of(construction, rows, 6, 30, weights);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] centre = [.. Enumerable.Range(0, 6).Select(t => 8.0 + trial * t % 7)];
            double truth = Rows.Cost(Metric.SquaredEuclidean, rows, 6, weights, centre);
            Assert.Equal(1, cells.Cost(6, centre) / truth, 1e-6);
        }

        float[] apart = [.. Rows.Blobs(2000, 3, 1, noise: 1).Select((v, i) => v + i / 3 % 5 * 1000)];
        CellRun ofBlobs = CellRun.Of(construction, apart, 3, 50);
        double[] centres = [.. Enumerable.Range(0, 5).SelectMany(blob => Enumerable.Repeat(11.5 + 1000 * blob, 3))];
        Assert.Equal(1, ofBlobs.Cost(3, centres) / Rows.Cost(Metric.SquaredEuclidean, apart, 3, [], centres), 1e-4); // centroids are float32
        Assert.True(ofBlobs.Offset > 0);
    }

    /// <summary>Far from the origin a sum of squares has no digit left of a variance: 1e6 squared, in double, is told to 1e-4.</summary>
    [Theory]
    [MemberData(nameof(Constructions))]
    public void Variances_do_not_cancel_far_from_the_origin(string construction)
    {
        var random = new Random(8);
        float[] near = [.. Enumerable.Range(0, 4 * 1500).Select(_ => random.Next(0, 64) / 8f)]; // a lattice that 1e6 does not round
        float[] far = [.. near.Select(v => v + 1e6f)];
        foreach (int size in (int[])[1, 25, 200])
        {
            CellRun here = CellRun.Of(construction, near, 4, size), there = CellRun.Of(construction, far, 4, size);
            Assert.Equal(here.Masses.Order(), there.Masses.Order());
            // What centroids lose when they are rounded: up to 1/32 in each column.
            double rounding = 1500 * 4 / (32.0 * 32);
            Assert.InRange(there.Offset, here.Offset * (1 - 1e-12), here.Offset + rounding);
            double[] centre = [1e6 + 1, 1e6 + 2, 1e6 + 3, 1e6 + 4];
            Assert.Equal(1, there.Cost(4, centre) / Rows.Cost(Metric.SquaredEuclidean, far, 4, [], centre), 0.01);
        }
        CellRun exact = CellRun.Of(construction, [1e6f, 1e6f + 1], 1, 1);
        Assert.InRange(exact.Offset, 0.5, 0.5 + 2.0 / 1024);
    }

    [Theory]
    [MemberData(nameof(Constructions))]
    public void With_no_more_distinct_rows_than_cells_every_row_is_its_own(string construction)
    {
        float[] rows = Rows.Blobs(300, 3, 5, noise: 1);
        CellRun all = CellRun.Of(construction, rows, 3, 300);
        Assert.Equal(Enumerable.Range(0, 300), all.Representatives);
        Assert.All(all.Masses, mass => Assert.Equal(1, mass));
        Assert.Equal(rows, all.Centroids);
        Assert.Equal(0, all.Offset);

        float[] copies = [.. Enumerable.Range(0, 3000).Select(i => rows[i % 36])]; // 12 distinct rows, the first four 84 times
        CellRun merged = CellRun.Of(construction, copies, 3, 50);
        Assert.Equal(Enumerable.Range(0, 12), merged.Representatives);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i < 4 ? 84.0 : 83.0), merged.Masses);
        Assert.Equal(rows[..36], merged.Centroids);
        Assert.Equal(0, merged.Offset);

        CellRun one = CellRun.Of(construction, [3, 4], 2, 7, [2.5]);
        Assert.Equal([0], one.Representatives);
        Assert.Equal([2.5], one.Masses);
        Assert.Equal([3, 4], one.Centroids);
    }

    [Theory]
    [MemberData(nameof(Constructions))]
    public void Weights_times_a_power_of_two_change_nothing_else(string construction)
    {
        float[] rows = Rows.Blobs(2000, 5, 6, noise: 1);
        double[] weights = Rows.Weights(2000);
        CellRun one = CellRun.Of(construction, rows, 5, 80, weights);
        foreach (int power in (int[])[-30, -1, 1, 40])
        {
            CellRun scaled = CellRun.Of(construction, rows, 5, 80, [.. weights.Select(w => Math.ScaleB(w, power))]);
            Assert.Equal(one.Representatives, scaled.Representatives);
            Assert.Equal(one.Masses.Select(m => Math.ScaleB(m, power)), scaled.Masses);
            Assert.Equal(one.Variances.Select(v => Math.ScaleB(v, power)), scaled.Variances);
            Assert.Equal(one.Centroids, scaled.Centroids);
        }
    }

    [Theory]
    [MemberData(nameof(Constructions))]
    public void The_bytes_do_not_depend_on_the_number_of_threads(string construction)
    {
        float[] rows = Rows.Blobs(9000, 7, 10, noise: 1);
        double[] weights = Rows.Weights(9000);
        CellRun one = CellRun.Of(construction, rows, 7, 150, weights);
        foreach (int threads in (int[])[2, 3, 4])
        {
            CellRun cells = CellRun.Of(construction, rows, 7, 150, weights, threads: threads);
            Assert.Equal(one.Representatives, cells.Representatives);
            Assert.Equal(one.Masses, cells.Masses);
            Assert.Equal(one.Variances, cells.Variances);
            Assert.Equal(one.Centroids, cells.Centroids);
            Assert.Equal(one.Offset, cells.Offset);
        }
    }

    [Theory]
    [InlineData(1e-40f)]
    [InlineData(1e-25f)]
    [InlineData(1e6f)]
    [InlineData(1e16f)]
    public void Extreme_magnitudes_and_weights_are_no_trouble(float magnitude)
    {
        float[] rows = [.. Rows.Blobs(500, 4, 5, noise: 2).Select(v => v * magnitude)];
        foreach (string construction in CellRun.Constructions)
            foreach (double weight in (double[])[1e-240, 1e-8, 1, 1e240])
            {
                double[] weights = [.. Enumerable.Range(0, 500).Select(i => i == 77 ? weight : weight * 1e-9)];
                CellRun cells = CellRun.Of(construction, rows, 4, 50, weights);
                Assert.Equal(weights.Sum(), cells.Masses.Sum(), 1e-13 * weights.Sum());
                Assert.True(double.IsFinite(cells.Offset) && cells.Centroids.All(float.IsFinite), $"{construction}: {cells.Offset}");
            }
    }
}
