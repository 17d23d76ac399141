using System;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using HpcCoreset.Clustering;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;
using HpcCoreset.Tests.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Storage;

/// <summary>Bits that are counted are those of the rows: in every pass, of every instruction set, whatever number they spell.</summary>
[Trait("Switches", "true")]
public class HammingTests
{
    [Fact]
    public void Every_pass_counts_differing_bits_also_of_values_that_are_no_numbers()
    {
        foreach (string set in KernelBodies.InstructionSets)
            foreach (int words in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 32, 33, 64, 129])
            {
                Problem problem = RandomBits(words);
                var runner = new PassRunner(new KernelBodies(typeof(HammingAny), set), problem);
                float[] similarities = runner.Similarities(typeof(InnerProduct));
                (int[] owner, float[] distance, float[] runnerUp, _) = runner.Assign();
                (float[] nearest, int[] relaxed) = runner.Relax();
                for (int i = 0; i < problem.RowCount; i++)
                {
                    int[] distances = [.. Enumerable.Range(0, problem.PointCount).Select(v => Differing(problem.Row(i), problem.Point(v)))];
                    for (int v = 0; v < problem.PointCount; v++) Assert.Equal(-distances[v], similarities[v * runner.Stride + i]);
                    int best = Array.IndexOf(distances, distances.Min());
                    Assert.Equal((best, best), (owner[i], relaxed[i]));
                    Assert.Equal((distances[best], distances[best]), (distance[i], nearest[i]));
                    Assert.Equal(distances.Order().ElementAt(1), runnerUp[i]);
                }
                Assert.Equal(Differing(problem.Row(3), problem.Point(1)), runner.Distance(3, 1));
            }
    }

    [Fact]
    public void Facility_location_on_bits_is_that_on_zeros_and_ones_of_any_dimension()
    {
        for (int dimension = 2; dimension <= 257; dimension++)
        {
            var rows = new NarrowRows("bits", Clustering.Rows.Blobs(70, dimension, 5, noise: 2, seed: dimension), dimension, gap: dimension % 3);
            using var selector = new FacilityLocationSelector(new() { Size = 8, Threads = 1 + dimension % 2, WithoutSmallMatrix = dimension % 4 < 2 });
            CoresetSnapshot onNumbers = selector.Select(new Points(rows.Decoded, dimension)).ToOwned(), onBits = selector.Select(rows.View).ToOwned();
            Assert.StartsWith("Hamming/", onBits.Report.Kernel, StringComparison.Ordinal);
            Assert.Equal(onNumbers.Indices, onBits.Indices);
            Assert.Equal(onNumbers.Gains, onBits.Gains);
            Assert.Equal(onNumbers.Weights, onBits.Weights);
        }
    }

    /// <summary>The lowest similarity decides the first gain: the padding of the last panel must not be mistaken for a row.</summary>
    [Fact]
    public void The_farthest_pair_is_one_of_two_rows()
    {
        byte[] bytes = [.. Enumerable.Range(0, 65).SelectMany(i => (byte[])[0xFF, (byte)i])];
        using var selector = new FacilityLocationSelector(new() { Size = 1, WithoutSmallMatrix = true });
        Coreset coreset = selector.Select(Points.FromBits(bytes, 16));
        int[] sums = [.. Enumerable.Range(0, 65).Select(i => Enumerable.Range(0, 65).Sum(j => BitOperations.PopCount((uint)(i ^ j))))];
        Assert.Equal(Array.IndexOf(sums, sums.Min()), coreset.Indices[0]);
        Assert.Equal(65 * 7 - sums.Min(), coreset.Gains[0]); // 63 and 64 differ in seven bits
    }

    [Theory]
    [InlineData(ClusteringCoresetMethod.Lightweight)]
    [InlineData(ClusteringCoresetMethod.Uniform)]
    public void A_coreset_without_seeds_is_that_under_manhattan_of_zeros_and_ones(ClusteringCoresetMethod method)
    {
        foreach (int dimension in (int[])[9, 33, 64, 100, 257])
        {
            var rows = new NarrowRows("bits", Clustering.Rows.Blobs(1500, dimension, 6, noise: 2), dimension);
            var options = new ClusteringCoresetOptions { Size = 120, Clusters = 4, Method = method, Seed = 1, Metric = Metric.Hamming };
            using var onBits = new ClusteringCoresetSelector(options);
            using var onNumbers = new ClusteringCoresetSelector(options with { Metric = Metric.Manhattan });
            Coreset expected = onNumbers.Select(new Points(rows.Decoded, dimension)), found = onBits.Select(rows.View);
            Assert.Equal(expected.Indices, found.Indices);
            Assert.Equal(expected.Weights, found.Weights);
        }
    }

    [Fact]
    public unsafe void Every_row_s_seed_is_the_nearest_and_the_first_of_several()
    {
        foreach (int dimension in (int[])[9, 33, 64, 100, 257])
            foreach (int threads in (int[])[1, 2])
            {
                var rows = new NarrowRows("bits", Clustering.Rows.Blobs(1500, dimension, 6, noise: 2), dimension);
                Points view = rows.View;
                using var weighted = new WeightedRows(Metric.Hamming);
                var seeding = new KMeansPlusPlus();
                fixed (byte* first = &view.FirstByte)
                {
                    weighted.Load(view.Source(first, null), [], threads);
                    seeding.Run(weighted, 20, new Philox(1, 0));
                }
                int[] seeds = seeding.Seeds.ToArray();
                Assert.Equal(20, seeds.Length);
                for (int i = 0; i < 1500; i++)
                {
                    int[] distances = [.. seeds.Select(seed => Enumerable.Range(0, dimension).Count(t =>
                        rows.Decoded[i * dimension + t] != rows.Decoded[seed * dimension + t]))];
                    Assert.Equal(Array.IndexOf(distances, distances.Min()), seeding.Owner[i]);
                }
            }
    }

    [Fact]
    public void Bits_of_longer_rows_before_are_not_counted()
    {
        var options = new ClusteringCoresetOptions { Size = 60, Clusters = 20, Metric = Metric.Hamming };
        using var used = new ClusteringCoresetSelector(options);
        used.Select(new NarrowRows("bits", Clustering.Rows.Blobs(700, 3000, 6, noise: 2), 3000).View);
        foreach (int dimension in (int[])[200, 64, 33])
        {
            // Few distinct rows, many copies of each: no copy of a seed may become one.
            float[] distinct = Clustering.Rows.Blobs(30, dimension, 30, noise: 2);
            var rows = new NarrowRows("bits", [.. Enumerable.Repeat(distinct, 25).SelectMany(values => values)], dimension);
            using var fresh = new ClusteringCoresetSelector<AbsoluteAny>(options);
            Assert.Equal(fresh.Select(new Points(rows.Decoded, dimension)).Indices, used.Select(rows.View).Indices);
        }
    }

    [Fact]
    public void A_kernel_for_a_number_of_words_gives_the_same_bytes()
    {
        var rows = new NarrowRows("bits", Clustering.Rows.Blobs(700, 85, 6, noise: 2), 85);
        var options = new ClusteringCoresetOptions { Size = 60, Clusters = 4, Metric = Metric.Hamming };
        using var any = new ClusteringCoresetSelector(options);
        using var three = new ClusteringCoresetSelector<Hamming3>(options);
        Assert.Equal(any.Select(rows.View).Weights, three.Select(rows.View).Weights);
        var other = new NarrowRows("bits", Clustering.Rows.Blobs(700, 97, 6), 97);
        Assert.Contains("found dimension 4, the kernel is made for 3", Assert.Throws<ArgumentException>(() => three.Select(other.View)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_have_no_hamming_distance_and_bits_no_mean()
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = 2, Clusters = 1, Metric = Metric.Hamming });
        Assert.Contains("FromBits", Assert.Throws<ArgumentException>(() => selector.Select(new Points(new float[6], 2))).Message, StringComparison.Ordinal);
        Assert.Contains("Manhattan, which on bits is the Hamming distance", Assert.Throws<ArgumentException>(() => new CoresetEvaluator(new() { Clusters = 1, Metric = Metric.Hamming })).Message, StringComparison.Ordinal);
        Assert.Contains("found Hamming", Assert.Throws<ArgumentException>(() => new KMeansSolver(new() { Clusters = 1, Metric = Metric.Hamming })).Message, StringComparison.Ordinal);
    }

    private static int Differing(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        int sum = 0;
        for (int t = 0; t < x.Length; t++) sum += BitOperations.PopCount(BitConverter.SingleToUInt32Bits(x[t]) ^ BitConverter.SingleToUInt32Bits(y[t]));
        return sum;
    }

    /// <summary>Every seventh value is a NaN that signals, as arithmetic and some moves would change.</summary>
    private static Problem RandomBits(int words)
    {
        var problem = new Problem(130, 7, words, Values.Uniform);
        var random = new Random(words);
        foreach (float[] values in (float[][])[problem.Rows, problem.Points])
        {
            random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            for (int i = 0; i < values.Length; i += 7) values[i] = BitConverter.UInt32BitsToSingle(0x7F800001u | (uint)random.Next(1 << 22));
        }
        Problem.Pack(problem.Rows, problem.RowCount, words).CopyTo(problem.Panels, 0);
        return problem;
    }
}
