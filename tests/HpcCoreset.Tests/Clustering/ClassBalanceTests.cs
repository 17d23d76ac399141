using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Sampling;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class ClassBalanceTests
{
    private const int Count = 2000, Dimension = 4;

    /// <summary>Three classes of 1,000 to 1 to 1/20, and a label that no row has.</summary>
    private static readonly int[] Labels = [.. Enumerable.Range(0, Count).Select(row => row % 41 == 0 ? 3 : row % 7 == 0 ? 1 : 0)];

    private static CoresetSnapshot Select(ClusteringCoresetOptions options, double[]? weights = null, int[]? labels = null)
    {
        using var selector = new ClusteringCoresetSelector(options);
        return selector.Select(new Points(Rows.Blobs(Count, Dimension, 6), Dimension), weights, labels ?? Labels).ToOwned();
    }

    public static TheoryData<ClassBalance, ClusteringCoresetMethod> Everything()
    {
        var data = new TheoryData<ClassBalance, ClusteringCoresetMethod>();
        foreach (ClassBalance balance in (ClassBalance[])[ClassBalance.Proportional, ClassBalance.Equal, ClassBalance.SquareRoot])
            foreach (ClusteringCoresetMethod method in Methods.Samplers) data.Add(balance, method);
        return data;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_class_keeps_its_mass(ClassBalance balance, ClusteringCoresetMethod method)
    {
        double[] weights = [.. Enumerable.Range(0, Count).Select(row => row % 5 == 0 ? 0 : 1 + row % 3)];
        CoresetSnapshot coreset = Select(new() { Size = 120, Clusters = 4, Method = method, Balance = balance, MinPerClass = 9 }, weights);

        Assert.Equal(120, coreset.Count);
        Assert.Equal(120, coreset.Indices.Distinct().Count());
        foreach (int label in Labels.Distinct())
        {
            List<int> picks = [.. Enumerable.Range(0, coreset.Count).Where(pick => Labels[coreset.Indices[pick]] == label)];
            double mass = Enumerable.Range(0, Count).Where(row => Labels[row] == label).Sum(row => weights[row]);
            Assert.Equal(mass, picks.Sum(pick => coreset.Weights[pick]), 1e-9 * mass);
            Assert.True(picks.Count >= 9);
            Assert.Equal(picks.Select(pick => coreset.Indices[pick]).Order(), picks.Select(pick => coreset.Indices[pick]));
        }
        Assert.Equal(coreset.Indices.Select(row => Labels[row]).Order(), coreset.Indices.Select(row => Labels[row]));
        Assert.All(coreset.Indices, row => Assert.True(weights[row] > 0));
    }

    [Fact]
    public void Equalized_classes_have_the_same_mass()
    {
        CoresetSnapshot coreset = Select(new() { Size = 120, Clusters = 4, Balance = ClassBalance.SquareRoot, EqualizeClasses = true });
        foreach (int label in Labels.Distinct())
            Assert.Equal(
                Count / 3.0, Enumerable.Range(0, coreset.Count).Where(pick => Labels[coreset.Indices[pick]] == label).Sum(pick => coreset.Weights[pick]), 1e-9 * Count);
    }

    /// <summary>Over many seeds the cost of fixed centres is that of all rows, though rare classes are drawn far more often.</summary>
    [Fact]
    public void Costs_stay_unbiased()
    {
        const int Trials = 2000;
        float[] rows = Rows.Blobs(Count, Dimension, 6);
        double[] centres = [10, 11, 12, 13, 10, 11, 12, 12];
        double[] costs = [.. Enumerable.Range(0, Count).Select(row => Rows.Nearest(Metric.SquaredEuclidean, rows.AsSpan(row * Dimension, Dimension), centres).Distance)];
        double[] estimates = [.. Enumerable.Range(0, Trials).Select(seed =>
        {
            CoresetSnapshot coreset = Select(new() { Size = 90, Clusters = 3, Balance = ClassBalance.Equal, Calibrate = false, Seed = (ulong)seed });
            return Enumerable.Range(0, coreset.Count).Sum(pick => coreset.Weights[pick] * costs[coreset.Indices[pick]]);
        })];
        double mean = estimates.Average(), error = Math.Sqrt(estimates.Sum(value => (value - mean) * (value - mean)) / Trials / (Trials - 1));
        Assert.InRange(mean, costs.Sum() - 3 * error, costs.Sum() + 3 * error);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void The_bytes_do_not_depend_on_the_number_of_threads(ClassBalance balance, ClusteringCoresetMethod method)
    {
        CoresetSnapshot one = Select(new() { Size = 100, Clusters = 4, Method = method, Balance = balance });
        foreach (int threads in (int[])[2, 3])
        {
            CoresetSnapshot more = Select(new() { Size = 100, Clusters = 4, Method = method, Balance = balance, Threads = threads });
            Assert.Equal(one.Indices, more.Indices);
            Assert.Equal(one.Weights, more.Weights);
        }
    }

    /// <summary>A class is a data set of its own: rows of one class only are what the selector makes of them without labels.</summary>
    [Fact]
    public void All_rows_of_a_small_class_are_kept_with_their_weights()
    {
        CoresetSnapshot coreset = Select(new() { Size = 300, Clusters = 4, Balance = ClassBalance.Equal });
        int[] small = [.. Enumerable.Range(0, Count).Where(row => Labels[row] == 3)];
        Assert.Equal(small, coreset.Indices.Where(row => Labels[row] == 3));
        Assert.All(Enumerable.Range(0, 300).Where(pick => Labels[coreset.Indices[pick]] == 3), pick => Assert.Equal(1, coreset.Weights[pick]));
    }

    [Theory]
    [InlineData(ClassBalance.Equal, 90, 1, "30 30 30")]
    [InlineData(ClassBalance.Equal, 160, 1, "60 59 41")]
    [InlineData(ClassBalance.Proportional, 100, 1, "90 9 1")]
    [InlineData(ClassBalance.Proportional, 100, 20, "60 20 20")]
    [InlineData(ClassBalance.SquareRoot, 140, 1, "75 24 41")]
    public void Quotas_are_what_the_name_says(ClassBalance balance, int size, int floor, string expected)
    {
        var quotas = new ClassQuotas();
        double[] masses = balance == ClassBalance.Proportional ? [9000, 900, 100] : [9000, 900, 2600];
        quotas.Build(masses, [9000, 900, 41], size, balance, floor);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, 3).Select(label => quotas[label])));
    }

    [Fact]
    public void Labels_that_are_missing_or_wrong_are_told()
    {
        AssertRefused("labels: found none, but options.Balance is Equal.", new() { Size = 9, Balance = ClassBalance.Equal }, null);
        AssertRefused("labels: found some, but options.Balance is None.", new() { Size = 9 }, new int[Count]);
        AssertRefused("labels: found 3 labels for 2000 rows; allowed is one per row.", new() { Size = 9, Balance = ClassBalance.Equal }, [1, 2, 3]);
        AssertRefused(
            "labels: found -1 for row 7; allowed are 0 to 1048575.", new() { Size = 9, Balance = ClassBalance.Equal },
            [.. Enumerable.Range(0, Count).Select(row => row == 7 ? -1 : 0)]);
        AssertRefused(
            "options.Size: found 9; the classes there are take at least 12, options.MinPerClass being 4.",
            new() { Size = 9, Balance = ClassBalance.Equal, MinPerClass = 4 }, Labels);
        Assert.Throws<ArgumentException>(() => new ClusteringCoresetSelector(new() { Size = 9, MinPerClass = 4 }));
        Assert.Throws<ArgumentException>(() => new ClusteringCoresetSelector(new() { Size = 9, EqualizeClasses = true }));
        Assert.Throws<ArgumentException>(() => new ClusteringCoresetSelector(new() { Size = 9, Balance = (ClassBalance)7 }));
    }

    private static void AssertRefused(string message, ClusteringCoresetOptions options, int[]? labels)
    {
        using var selector = new ClusteringCoresetSelector(options);
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
        {
            var points = new Points(Rows.Blobs(Count, Dimension, 6), Dimension);
            return labels is null ? selector.Select(points).Count : selector.Select(points, default, labels).Count;
        });
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }
}
