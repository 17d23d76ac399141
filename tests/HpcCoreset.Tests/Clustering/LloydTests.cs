using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

/// <summary>Bounds save work and change nothing.</summary>
[Trait("Switches", "true")]
public unsafe class LloydTests
{
    [Theory]
    [InlineData(Metric.SquaredEuclidean, 1)]
    [InlineData(Metric.SquaredEuclidean, 3)]
    [InlineData(Metric.Cosine, 1)]
    public void With_bounds_every_byte_is_that_of_the_plain_iterations(Metric metric, int threads)
    {
        int grouped = 0;
        Prop.ForAll(
            Gen.Choose(1, int.MaxValue).ToArbitrary(), seed =>
            {
                var random = new Random(seed);
                int count = random.Next(1000, 4000), dimension = random.Next(26, 60), clusters = random.Next(40, 60);
                float[] values = Values(random, count, dimension);
                double[] weights = random.Next(3) == 0 ? [] : [.. Enumerable.Range(0, count).Select(_ => Math.ScaleB(random.NextDouble(), random.Next(-20, 20)) * random.Next(4))];
                if (weights.Length > 0) weights[0] = 1;
                double tolerance = random.Next(2) * 1e-6;
                (double[] plain, int[] plainOwner, int iterations, _) = Run(false);
                (double[] bounded, int[] owner, int boundedIterations, bool used) = Run(true);
                if (used) grouped++;
                return iterations == boundedIterations && plain.AsSpan().SequenceEqual(bounded) && plainOwner.AsSpan().SequenceEqual(owner);

                (double[], int[], int, bool) Run(bool bounds)
                {
                    using var rows = new WeightedRows(metric);
                    using var lloyd = new Lloyd { UsesBounds = bounds };
                    var seeding = new KMeansPlusPlus();
                    fixed (float* first = values)
                    {
                        rows.Load(new RowSource(first, count, dimension, dimension), weights, threads);
                        seeding.Run(rows, clusters, new Philox((ulong)seed, 0));
                        double[] centres = GC.AllocateArray<double>(seeding.Count * dimension, pinned: true);
                        fixed (double* start = centres)
                        {
                            for (int c = 0; c < seeding.Count; c++) rows.CopyTo(seeding.Seeds[c], start + c * dimension);
                            int done = lloyd.Run(rows, start, seeding.Count, 60, tolerance);
                            bool wasGrouped = lloyd.Compared > 0;
                            lloyd.Cost(rows, start, seeding.Count);
                            return (centres, new Span<int>(lloyd.Owner, count).ToArray(), done, wasGrouped);
                        }
                    }
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
        Assert.InRange(grouped, 5, 25); // in many trials there was something to leave out
    }

    /// <summary>Blobs, with copies of rows, rows on a grid (ties), and one far away, by chance.</summary>
    private static float[] Values(Random random, int count, int dimension)
    {
        float[] values = Rows.Blobs(count, dimension, random.Next(5, 100), random.Next(), noise: 4 + random.NextDouble() * 8);
        if (random.Next(3) == 0)
            for (int i = 0; i < values.Length; i++) values[i] = MathF.Round(values[i] * 4) / 4;
        if (random.Next(3) == 0) values.AsSpan(0, dimension * (count / 4)).CopyTo(values.AsSpan(dimension * (count / 2)));
        if (random.Next(4) == 0) values[^1] += 1e4f;
        return values;
    }
}
