using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Sampling;

public class ClassResamplerTests
{
    /// <summary>1,900 rows of class 0, 90 of class 2, 10 of class 5.</summary>
    private static readonly int[] Labels = [.. Enumerable.Range(0, 2000).Select(row => row % 200 == 7 ? 5 : row % 20 == 3 ? 2 : 0)];

    private static CoresetSnapshot Select(ClassResampling resampling, int size, ulong seed = 1)
    {
        using var resampler = new ClassResampler(new() { Size = size, Resampling = resampling, Seed = seed });
        return resampler.Select(Labels).ToOwned();
    }

    [Theory]
    [InlineData(9, "3 3 3")]
    [InlineData(11, "4 4 3")]
    [InlineData(600, "10 10 10")]
    public void Undersampling_takes_as_many_of_each_class_as_the_smallest_has(int size, string expected)
    {
        CoresetSnapshot sample = Select(ClassResampling.Under, size);
        Assert.Equal(expected, Masses(sample));
        Assert.All(sample.Weights, weight => Assert.Equal(1, weight));
        Assert.Equal(sample.Count, sample.Indices.Distinct().Count());
    }

    [Theory]
    [InlineData(9, "3 3 3")]
    [InlineData(602, "201 201 200")]
    [InlineData(6000, "2000 2000 2000")]
    public void Oversampling_repeats_rows_as_evenly_as_can_be(int size, string expected)
    {
        CoresetSnapshot sample = Select(ClassResampling.Over, size);
        Assert.Equal(expected, Masses(sample));
        Assert.Equal(sample.Count, sample.Indices.Distinct().Count());
        foreach (int label in (int[])[0, 2, 5])
        {
            double[] copies = [.. Enumerable.Range(0, sample.Count).Where(pick => Labels[sample.Indices[pick]] == label).Select(pick => sample.Weights[pick])];
            Assert.True(copies.Max() - copies.Min() <= 1);
            if (copies.Max() > 1) Assert.Equal(Labels.Count(other => other == label), copies.Length);
        }
        Assert.Equal(sample.Indices.OrderBy(row => Labels[row]).ThenBy(row => row), sample.Indices);
    }

    [Fact]
    public void Every_row_of_a_class_is_as_likely_as_any_other()
    {
        const int Trials = 4000;
        int[] drawn = new int[2000];
        for (ulong seed = 0; seed < Trials; seed++)
            foreach (int row in Select(ClassResampling.Under, 15, seed).Indices) drawn[row]++;
        // 5 of 10, 5 of 90: within four standard errors each.
        Assert.All(Enumerable.Range(0, 2000).Where(row => Labels[row] == 5), row => Assert.InRange(drawn[row], 2000 - 127, 2000 + 127));
        Assert.All(Enumerable.Range(0, 2000).Where(row => Labels[row] == 2), row => Assert.InRange(drawn[row], 222 - 58, 222 + 58));
    }

    [Fact]
    public void What_makes_no_sense_is_told()
    {
        Assert.StartsWith("labels: found none", Message(9, []), StringComparison.Ordinal);
        Assert.StartsWith("labels: found -3 for row 1; allowed are 0 to 1048575.", Message(9, [0, -3]), StringComparison.Ordinal);
        Assert.StartsWith("labels: found 3 classes; options.Size allows 2", Message(2, [0, 4, 9]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassResampler(new() { Size = 0 }));
        Assert.Throws<ArgumentException>(() => new ClassResampler(new() { Size = 1, Resampling = (ClassResampling)5 }));
    }

    private static string Message(int size, int[] labels)
    {
        using var resampler = new ClassResampler(new() { Size = size });
        return Assert.Throws<ArgumentException>(() => resampler.Select(labels).Count).Message;
    }

    private static string Masses(CoresetSnapshot sample) => string.Join(' ', ((int[])[0, 2, 5]).Select(label =>
        Enumerable.Range(0, sample.Count).Where(pick => Labels[sample.Indices[pick]] == label).Sum(pick => sample.Weights[pick])));
}
