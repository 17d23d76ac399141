using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>What holds of every kernel whatever the rows are: exact equalities and inequalities, without a tolerance.</summary>
public class KernelLawTests
{
    /// <summary>Rows, points, dimension, kind of values, seed; runtime-dimension kernels, or one of a fixed dimension.</summary>
    private static readonly Arbitrary<Problem> _problems = (
        from rows in Gen.Choose(1, 150)
        from points in Gen.Choose(1, 13)
        from dimension in Gen.Choose(1, 160)
        from kind in Gen.Elements(Enum.GetValues<Values>())
        from seed in Gen.Choose(0, int.MaxValue)
        select new Problem(rows, points, dimension, kind, (ulong)seed)).ToArbitrary();

    private static readonly KernelBodies[] _bodies =
        [.. new[] { typeof(SquaredEuclideanAny), typeof(ManhattanAny), typeof(HuberAny), typeof(DotAny) }.Select(kernel => new KernelBodies(kernel))];

    [Fact]
    public void A_distance_is_the_same_both_ways_and_that_of_a_row_to_itself_is_0() => Check((bodies, problem) =>
    {
        var runner = new PassRunner(bodies, problem);
        var back = new PassRunner(bodies, problem.Swapped());
        for (int i = 0; i < Math.Min(20, problem.RowCount); i++)
            for (int v = 0; v < problem.PointCount; v++)
            {
                float distance = runner.Distance(i, v);
                Assert.Equal(distance, back.Distance(v, i));
                if (problem.Row(i).SequenceEqual(problem.Point(v)) && bodies.MetricName != "Dot") Assert.Equal(0, distance);
            }
    });

    [Fact]
    public void A_similarity_is_the_same_both_ways_and_a_negated_distance_of_a_row_to_itself_is_0() => Check((bodies, problem) =>
    {
        foreach (Type similarity in bodies.Similarities(problem))
        {
            var runner = new PassRunner(bodies, problem);
            var back = new PassRunner(bodies, problem.Swapped());
            float[] found = runner.Similarities(similarity), mirrored = back.Similarities(similarity);
            bool isDistance = similarity == typeof(NegatedSquaredEuclidean) || similarity == typeof(NegatedEuclidean)
                || (!bodies.UsesInnerProduct && bodies.MetricName != "Dot");
            for (int i = 0; i < problem.RowCount; i++)
                for (int v = 0; v < problem.PointCount; v++)
                {
                    float value = found[v * runner.Stride + i];
                    if (bodies.UsesInnerProduct || bodies.MetricName != "Dot") Assert.Equal(value, mirrored[i * back.Stride + v]);
                    if (isDistance && problem.Row(i).SequenceEqual(problem.Point(v))) Assert.Equal(0, value);
                }
        }
    });

    [Fact]
    public void Relax_over_all_centres_has_the_bits_of_Assign_where_the_metric_is_direct() => Check((bodies, problem) =>
    {
        if (bodies.UsesInnerProduct) return;
        var runner = new PassRunner(bodies, problem);
        (float[] nearest, int[] owner) = runner.Relax();
        (int[] assigned, float[] distance, _, _) = runner.Assign();
        Assert.Equal(nearest, distance);
        Assert.Equal(owner, assigned);
    });

    [Fact]
    public void The_runner_up_is_not_nearer_and_the_lowest_index_wins_a_tie() => Check((bodies, problem) =>
    {
        (int[] owner, float[] distance, float[] runnerUp, _) = new PassRunner(bodies, problem).Assign();
        var doubled = problem.WithPointsTwice();
        (int[] again, float[] same, float[] tied, _) = new PassRunner(bodies, doubled).Assign();
        for (int i = 0; i < problem.RowCount; i++) Assert.True(distance[i] <= runnerUp[i]);
        Assert.Equal(owner, again); // each centre's second copy has a higher index
        Assert.Equal(distance, same);
        Assert.Equal(distance, tied); // and is the runner-up
    });

    [Fact]
    public void A_candidate_gains_0_where_it_or_a_copy_of_it_covers_already_and_never_less_and_no_more_where_more_is_covered() =>
        Check((bodies, problem) =>
        {
            foreach (Type similarity in bodies.Similarities(problem))
            {
                var runner = new PassRunner(bodies, problem);
                float[] values = runner.Similarities(similarity);
                int picked = problem.PointCount - 1;
                float[] covered = values.AsSpan(picked * runner.Stride, problem.PaddedCount).ToArray();
                double[] gains = runner.Gain(similarity, covered);
                float[] more = [.. covered.Select((value, i) => MathF.Max(value, values[i]))]; // as if point 0 were picked as well
                double[] after = runner.Gain(similarity, more);
                for (int v = 0; v < problem.PointCount; v++)
                {
                    bool isCopy = problem.Point(v).SequenceEqual(problem.Point(picked));
                    for (int j = 8 * v; j < 8 * v + 8; j++)
                    {
                        Assert.True(gains[j] >= 0);
                        Assert.True(after[j] <= gains[j]); // rounding is monotone, so this holds to the bit
                        if (isCopy) Assert.Equal(0, gains[j]);
                        if (v == 0) Assert.Equal(0, after[j]);
                    }
                }
            }
        });

    private static void Check(Action<KernelBodies, Problem> law) =>
        Prop.ForAll(_problems, problem =>
        {
            foreach (KernelBodies bodies in _bodies) law(bodies, problem);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
}
