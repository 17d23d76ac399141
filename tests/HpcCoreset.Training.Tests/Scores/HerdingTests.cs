using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Training.Tests.Scores;

[Trait("Switches", "true")]
public sealed class HerdingTests
{
    [Fact]
    public void Picks_are_those_of_the_plain_greedy_in_double() =>
        Prop.ForAll(Gen.Choose(1, 1 << 20).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            (int count, int dimension) = (random.Next(1, 60), random.Next(1, 40));
            float[] values = Values(count * dimension, random);
            int[] picks = new int[random.Next(0, count + 1)];
            new Herding().Select(new Points(values, dimension), picks);
            Assert.Equal(Plain(values, dimension, picks.Length), picks);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_mean_of_the_picks_is_closer_to_that_of_all_than_a_random_subsets()
    {
        var random = new Random(3);
        float[] values = Values(500 * 8, random);
        int[] picks = new int[50];
        new Herding().Select(new Points(values, 8), picks);
        double herded = Distance(values, 8, picks);
        for (int draw = 0; draw < 20; draw++) Assert.True(3 * herded < Distance(values, 8, [.. Enumerable.Range(0, 500).OrderBy(_ => random.Next()).Take(50)]));
    }

    [Fact]
    public void The_lowest_of_equal_rows_comes_first_and_each_only_once()
    {
        int[] picks = new int[4];
        new Herding().Select(new Points([1, 2, 1, 2, 1, 2, 1, 2], 2), picks);
        Assert.Equal([0, 1, 2, 3], picks);
    }

    [Fact]
    public void Strides_other_shapes_before_and_more_picks_change_nothing()
    {
        float[] values = Values(40 * 10, new Random(5)), apart = new float[40 * 13];
        for (int row = 0; row < 40; row++) values.AsSpan(row * 10, 10).CopyTo(apart.AsSpan(row * 13));
        int[] first = new int[20], second = new int[30];
        var herding = new Herding();
        new Herding().Select(new Points(values, 10), first);
        herding.Select(new Points(Values(50 * 20, new Random(6)), 20), new int[50]);
        herding.Select(new Points(apart, 40, 10, 13), second);

        Assert.Equal(first, second.Take(20));
        Assert.Equal(0, Allocated.Always(() => herding.Select(new Points(values, 10), first)));
    }

    [Fact]
    public void What_cannot_be_herded_is_refused()
    {
        Assert.Throws<ArgumentException>("picks", () => new Herding().Select(new Points([1f, 2], 1), new int[3]));
        Assert.Throws<ArgumentException>("points", () => new Herding().Select(new Points([1, float.NaN], 1), new int[1]));
        Assert.Throws<InvalidOperationException>(() => new Herding().Select(new Points(new Half[] { (Half)1 }, 1), new int[1]));
    }

    /// <summary>Argmin of |(t + 1) mean - sum of picks - row|.</summary>
    private static List<int> Plain(float[] values, int dimension, int length)
    {
        int count = values.Length / dimension;
        double[] mean = [.. Enumerable.Range(0, dimension).Select(t => Enumerable.Range(0, count).Average(row => (double)values[row * dimension + t]))];
        List<int> picks = [];
        while (picks.Count < length)
        {
            picks.Add(Enumerable.Range(0, count).Except(picks).MinBy(row => Enumerable.Range(0, dimension).Sum(t =>
                Math.Pow((picks.Count + 1) * mean[t] - picks.Sum(pick => (double)values[pick * dimension + t]) - values[row * dimension + t], 2))));
        }
        return picks;
    }

    private static double Distance(float[] values, int dimension, int[] rows) => Math.Sqrt(Enumerable.Range(0, dimension).Sum(t => Math.Pow(
        rows.Average(row => (double)values[row * dimension + t]) - Enumerable.Range(0, values.Length / dimension).Average(row => (double)values[row * dimension + t]), 2)));

    private static float[] Values(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.3f)];
}
