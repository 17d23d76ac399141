using System;
using System.Linq;
using System.Reflection;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Sums over rows and over coordinates run in the documented order: recomputed here one operation at a time, to the bit.</summary>
[Trait("Switches", "true")]
public class SumOrderTests
{
    private static readonly string[] _kernels = ["SquaredEuclideanAny", "SquaredEuclidean64", "Squared129", "ManhattanAny", "Huber9"];

    private unsafe delegate void PanelNorms(float* panel, int dimension, float* norms);

    public static TheoryData<string> Kernels => [.. _kernels];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Gains_are_sums_in_sixteen_classes_of_a_panel_s_similarities_folded_to_eight_doubles(string name)
    {
        ForEachSimilarity(name, (problem, runner, similarity, values, covered) =>
        {
            double[] expected = [.. Enumerable.Repeat(0.5, 8 * problem.PointCount)];
            for (int v = 0; v < problem.PointCount; v++)
                for (int panel = 0; panel < problem.PanelCount; panel++)
                {
                    var sums = new float[16];
                    for (int i = panel * 64; i < (panel + 1) * 64; i++)
                        sums[i % 16] = Cover(values[v * runner.Stride + i], covered[i], problem.Weights[i], sums[i % 16]);
                    for (int j = 0; j < 8; j++) expected[8 * v + j] += (double)sums[j] + sums[j + 8];
                }
            Assert.Equal(expected, runner.Gain(similarity, covered, start: 0.5));
        });
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Pair_gains_are_the_gains_and_per_row_a_sum_over_the_candidates_in_order(string name)
    {
        ForEachSimilarity(name, (problem, runner, similarity, values, covered) =>
        {
            float[] pointCovered = runner.PointCovered(values);
            var expected = new double[problem.PaddedCount];
            for (int i = 0; i < expected.Length; i++)
            {
                float sum = 0;
                for (int v = 0; v < problem.PointCount; v++)
                    sum = Cover(values[v * runner.Stride + i], pointCovered[v], problem.PointWeights[v], sum);
                expected[i] = sum;
            }
            (double[] gains, double[] rowGains, _) = runner.PairGains(similarity, covered, pointCovered);
            Assert.Equal(runner.Gain(similarity, covered), gains);
            Assert.Equal(expected, rowGains);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(257)]
    [InlineData(400)]
    public void Inner_products_run_in_chains_of_128_and_norms_have_the_bits_of_a_row_s_product_with_itself(int dimension)
    {
        var problem = new Problem(64, 13, dimension, Values.Mixed);
        float[] sums = new PassRunner(new KernelBodies(typeof(SquaredEuclideanAny)), problem).Assign().Sums;
        for (int v = 0; v < problem.PointCount; v++)
            for (int i = 0; i < 64; i++) Assert.Equal(Chained(problem.Row(i), problem.Point(v)), sums[v * 64 + i]);

        for (int i = 0; i < 64; i++)
        {
            float expected = Chained(problem.Row(i), problem.Row(i));
            Assert.Equal(expected, problem.RowTerms(typeof(NegatedSquaredEuclidean))[i]); // SquaredNorms.OfVector
            foreach (float[] norms in OfPanel(problem)) Assert.Equal(expected, norms[i]);
        }
    }

    [Fact]
    public unsafe void Gains_from_stored_similarities_have_the_bits_of_gains_computed_on_the_way()
    {
        var problem = new Problem(150, 13, 19, Values.Uniform);
        var runner = new PassRunner(new KernelBodies(typeof(SquaredEuclideanAny)), problem);
        float[] values = runner.Similarities(typeof(NegatedEuclidean)), covered = runner.Covered(values);
        var gains = new double[8 * problem.PointCount];
        for (int v = 0; v < problem.PointCount; v++)
            TileSteps.RememberedGain(
                ref values[v * runner.Stride], ref covered[0], ref problem.Weights[0], problem.PanelCount, ref gains[8 * v]);
        Assert.Equal(runner.Gain(typeof(NegatedEuclidean), covered), gains);
        Assert.Contains(gains, gain => gain > 0);
    }

    /// <summary>The dispatcher's, and those of every register width.</summary>
    private static unsafe float[][] OfPanel(Problem problem)
    {
        MethodInfo generic = typeof(SquaredNorms).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Single(method => method.IsGenericMethod);
        PanelNorms[] bodies = [SquaredNorms.OfPanel, .. KernelBodies.InstructionSets.Select(set => generic.MakeGenericMethod(set switch
        {
            "Avx512" => typeof(Lane512),
            "Fma" => typeof(Lane256),
            "Neon" => typeof(Lane128),
            _ => typeof(ScalarLane),
        }).CreateDelegate<PanelNorms>())];
        return [.. bodies.Select(body =>
        {
            var norms = new float[64];
            fixed (float* panel = problem.Panels, first = norms) body(panel, problem.Dimension, first);
            return norms;
        })];
    }

    private static float Chained(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float total = 0;
        for (int start = 0; start < x.Length; start += 128)
        {
            float sum = 0;
            for (int t = start; t < Math.Min(start + 128, x.Length); t++) sum = MathF.FusedMultiplyAdd(x[t], y[t], sum);
            total = start == 0 ? sum : total + sum;
        }
        return total;
    }

    private static float Cover(float similarity, float covered, float weight, float sum) =>
        MathF.FusedMultiplyAdd(MathF.Max(similarity - covered, 0), weight, sum);

    private static void ForEachSimilarity(string name, Action<Problem, PassRunner, Type, float[], float[]> check)
    {
        var bodies = new KernelBodies(KernelBodies.All.Single(kernel => kernel.Name == name));
        foreach ((Problem problem, _) in PassBytes.Problems(bodies.Dimension, [1, 2, 7, 13]))
            foreach (Type similarity in bodies.Similarities(problem))
            {
                var runner = new PassRunner(bodies, problem);
                float[] values = runner.Similarities(similarity);
                check(problem, runner, similarity, values, runner.Covered(values));
            }
    }
}
