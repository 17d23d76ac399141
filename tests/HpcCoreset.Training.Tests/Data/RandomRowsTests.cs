using System;
using System.Linq;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

[Trait("Switches", "true")]
public sealed class RandomRowsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void A_permutation_has_every_row_once_and_is_the_same_again(int count)
    {
        int[] rows = Permutation(1, 5, count);

        Assert.Equal(Enumerable.Range(0, count), rows.Order());
        Assert.Equal(rows, Permutation(1, 5, count));
    }

    [Fact]
    public void Other_epochs_and_other_seeds_have_other_permutations()
    {
        int[] rows = Permutation(1, 5, 1000);

        Assert.NotEqual(rows, Permutation(1, 6, 1000));
        Assert.NotEqual(rows, Permutation(2, 5, 1000));
    }

    [Fact]
    public void All_orders_of_four_rows_are_equally_likely()
    {
        const int Draws = 24_000; // 1,000 of each order: 150 are almost five standard deviations
        var counts = Enumerable.Range(0, Draws).GroupBy(epoch => string.Join(' ', Permutation(3, (ulong)epoch, 4))).Select(order => order.Count()).ToArray();

        Assert.Equal(24, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 0)]
    [InlineData(7, 7)]
    [InlineData(1000, 1)]
    [InlineData(1000, 300)]
    public void A_subset_is_ascending_and_the_same_again(int count, int size)
    {
        int[] rows = Subset(1, 5, count, size);

        Assert.Equal(rows.Distinct().Order(), rows);
        Assert.All(rows, row => Assert.InRange(row, 0, count - 1));
        Assert.Equal(rows, Subset(1, 5, count, size));
    }

    [Fact]
    public void All_pairs_of_five_rows_are_equally_likely()
    {
        const int Draws = 10_000; // 1,000 of each pair
        var counts = Enumerable.Range(0, Draws).GroupBy(draw => string.Join(' ', Subset(3, (ulong)draw, 5, 2))).Select(pair => pair.Count()).ToArray();

        Assert.Equal(10, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void More_rows_than_there_are_and_draws_out_of_range_are_refused()
    {
        Assert.Contains("found 4 to draw without replacement; there are 3", Assert.Throws<ArgumentException>("rows",
            () => RandomRows.Subset(1, 0, 3, new int[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("draw", () => RandomRows.Subset(1, 1UL << 56, 3, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>("draw", () => RandomRows.Permutation(1, 1UL << 56, new int[2]));
    }

    private static int[] Permutation(ulong seed, ulong epoch, int count)
    {
        var rows = new int[count];
        RandomRows.Permutation(seed, epoch, rows);
        return rows;
    }

    private static int[] Subset(ulong seed, ulong draw, int count, int size)
    {
        var rows = new int[size];
        RandomRows.Subset(seed, draw, count, rows);
        return rows;
    }
}
