using System;
using System.Linq;
using HpcCoreset.Benchmarks.Study;
using Xunit;

namespace HpcCoreset.Benchmarks.Tests.Study;

public sealed class PairedDifferenceTests
{
    [Theory] // quantiles as every table of Student's distribution prints them
    [InlineData(1, 0.95, 12.706)]
    [InlineData(2, 0.95, 4.303)]
    [InlineData(4, 0.95, 2.776)]
    [InlineData(9, 0.95, 2.262)]
    [InlineData(9, 0.90, 1.833)]
    [InlineData(19, 0.99, 2.861)]
    public void Half_widths_are_students_quantiles_of_standard_errors(int freedom, double confidence, double quantile)
    {
        double[] values = [.. Enumerable.Range(0, freedom + 1).Select(i => (double)i)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / freedom);

        Assert.Equal(quantile, new PairedDifference(values).HalfWidth(confidence) / (deviation / Math.Sqrt(values.Length)), 3);
    }

    [Fact]
    public void Fewer_than_two_pairs_tell_nothing()
    {
        Assert.True(double.IsNaN(new PairedDifference([1]).HalfWidth(0.95)));
        Assert.False(new PairedDifference([0]).IsWithin(1, 0.05));
        Assert.Equal(1, new PairedDifference([]).SignFlipP());
    }

    [Fact]
    public void Darwins_maize_has_Fishers_p()
    {
        // Crossed minus self-fertilized plants, eighths of an inch; Fisher counts 863 of 32,768 flips at least as far above, as many below: 0.05267.
        double[] maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

        Assert.Equal(2 * 863 / 32768.0, new PairedDifference(maize).SignFlipP(), 12);
        Assert.Equal(314.0 / 15, new PairedDifference(maize).Mean, 12);
    }

    [Fact]
    public void Sums_that_differ_by_rounding_only_are_as_far()
    {
        Assert.Equal(0.25, new PairedDifference([0.1, 0.2, 0.3]).SignFlipP());
        Assert.Equal(1, new PairedDifference([0, 0, 0]).SignFlipP());
        // 0.3 - 0.1 - 0.2 is not 0 in doubles.
        Assert.Equal(1, new PairedDifference([0.3, -0.1, -0.2]).SignFlipP());
        Assert.Throws<InvalidOperationException>(() => new PairedDifference(new double[21]).SignFlipP());
    }

    [Fact]
    public void Ten_pairs_of_one_sign_have_the_least_p()
    {
        Assert.Equal(2 / 1024.0, new PairedDifference([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).SignFlipP());
    }

    [Fact]
    public void Equivalence_is_a_90_percent_interval_inside_the_margin()
    {
        // Mean 0.1; standard error 0.1 / sqrt(3) * ... : values 0, 0.1, 0.2 have deviation 0.1, and t of 2 degrees at 95 % is 2.920.
        var difference = new PairedDifference([0, 0.1, 0.2]);
        double edge = 0.1 + 2.91999 * 0.1 / Math.Sqrt(3);

        Assert.True(difference.IsWithin(edge + 1e-4, 0.05));
        Assert.False(difference.IsWithin(edge - 1e-4, 0.05));
        Assert.True(new PairedDifference([0.1, 0.1]).IsWithin(0.2, 0.05));
    }

    [Fact]
    public void Holm_multiplies_by_what_is_left_and_never_falls()
    {
        double[] adjusted = PairedDifference.Holm([0.01, 0.04, 0.03, 0.005, 0.9]);

        Assert.Equal([0.04, 0.09, 0.09, 0.025, 0.9], adjusted.Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], PairedDifference.Holm([0.6, 0.7]));
        Assert.Empty(PairedDifference.Holm([]));
    }
}
