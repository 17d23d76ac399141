using System;
using System.Linq;
using HpcCoreset.Tests.Allocation;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Training;
using Xunit;

namespace HpcCoreset.Tests.Training;

public class LogisticModelTests
{
    private const int Dimension = 6;
    private const int Classes = 4;
    private static readonly float[] s_rows = Rows.Blobs(3000, Dimension, Classes, noise: 6);
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 3000).Select(i => (int)(s_rows[i * Dimension] + s_rows[i * Dimension + 1]) % Classes)];
    private static readonly double[] s_weights = [.. Enumerable.Range(0, 3000).Select(i => i % 7 == 0 ? 0 : 0.5 + i % 5)];

    [Fact]
    public void Without_columns_that_vary_the_probabilities_are_the_masses_of_the_classes()
    {
        using var model = new LogisticModel(3) { Tolerance = 1e-12 };
        model.Fit(new Points([7, 7, 7, 7, 7], 1), [0, 1, 1, 2, 2], [1, 2, 3, 1, 1]);
        double[] odds = [Math.Exp(model.Parameters[1]), Math.Exp(model.Parameters[3]), Math.Exp(model.Parameters[5])];
        Assert.Equal(1 / 8.0, odds[0] / odds.Sum(), 1e-9);
        Assert.Equal(5 / 8.0, odds[1] / odds.Sum(), 1e-9);
        Assert.Equal(2 / 8.0, odds[2] / odds.Sum(), 1e-9);
    }

    [Fact]
    public void Two_opposite_rows_have_the_coefficient_that_the_derivative_says()
    {
        // By symmetry the coefficients are -v and v, and ln(1 + exp(-2 v)) + penalty v^2 is lowest where 1 / (1 + exp(2 v)) = penalty v.
        const double Penalty = 0.1;
        (double low, double high) = (0, 10);
        while (high - low > 1e-13)
        {
            double middle = (low + high) / 2;
            if (1 / (1 + Math.Exp(2 * middle)) > Penalty * middle) low = middle;
            else high = middle;
        }
        using var model = new LogisticModel(2) { Penalty = Penalty, Tolerance = 1e-13 };
        double value = model.Fit(new Points([-3, 5], 1), [0, 1], []);
        Assert.Equal(-low, model.Parameters[0], 1e-8);
        Assert.Equal(low, model.Parameters[2], 1e-8);
        Assert.Equal(Math.Log(1 + Math.Exp(-2 * low)) + Penalty * low * low, value, 1e-10);
    }

    [Fact]
    public void The_gradient_of_a_plain_loop_is_nearly_zero_where_training_ends()
    {
        using var model = new LogisticModel(Classes) { Tolerance = 1e-8 };
        double value = model.Fit(new Points(s_rows, Dimension), s_labels, s_weights);
        (double plain, double[] gradient) = Plain(model.Parameters.ToArray(), model.Penalty);
        Assert.Equal(plain, value, 1e-10);
        Assert.All(gradient, component => Assert.InRange(Math.Abs(component), 0, 2e-8));
    }

    [Fact]
    public void The_value_is_lower_than_anywhere_near()
    {
        using var model = new LogisticModel(Classes);
        double value = model.Fit(new Points(s_rows, Dimension), s_labels, s_weights);
        double[] at = model.Parameters.ToArray();
        for (int i = 0; i < at.Length; i++)
            foreach (double step in (double[])[-0.01, 0.01])
            {
                double[] near = [.. at];
                near[i] += step;
                Assert.True(Plain(near, model.Penalty).Value > value);
            }
    }

    [Fact]
    public void Weights_are_replications()
    {
        int[] copies = [.. Enumerable.Range(0, 500).Select(i => i % 4)];
        int[] replicated = [.. Enumerable.Range(0, 500).SelectMany(i => Enumerable.Repeat(i, copies[i]))];
        using LogisticModel weighted = new(Classes) { Tolerance = 1e-9 }, plain = new(Classes) { Tolerance = 1e-9 };
        weighted.Fit(new Points(s_rows.AsSpan(0, 500 * Dimension), Dimension), s_labels.AsSpan(0, 500), [.. copies.Select(count => (double)count)]);
        plain.Fit(
            new Points([.. replicated.SelectMany(i => s_rows[(i * Dimension)..((i + 1) * Dimension)])], Dimension),
            [.. replicated.Select(i => s_labels[i])], []);
        for (int i = 0; i < weighted.Length; i++) Assert.Equal(plain.Parameters[i], weighted.Parameters[i], 1e-6);
    }

    [Fact]
    [Trait("Switches", "true")]
    public void The_parameters_do_not_depend_on_the_number_of_threads()
    {
        byte[]? one = null;
        foreach (int threads in (int[])[1, 2, 5])
        {
            using var model = new LogisticModel(Classes, threads);
            model.Fit(new Points(s_rows, Dimension), s_labels, s_weights);
            byte[] bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(model.Parameters).ToArray();
            Assert.Equal(one ??= bytes, bytes);
        }
    }

    [Fact]
    public void The_second_fit_of_a_shape_allocates_nothing()
    {
        using var model = new LogisticModel(Classes);
        Assert.Equal(0, Allocated.Always(() => model.Fit(new Points(s_rows, Dimension), s_labels, s_weights)));
    }

    [Fact]
    public void Balanced_accuracy_counts_every_class_that_is_there_alike()
    {
        using var model = new LogisticModel(3);
        model.Fit(new Points([0, 1, 10, 11], 1), [0, 0, 1, 1], []);
        ClassificationScore score = model.Score(new Points([0, 1, 2, 3, 0], 1), [0, 0, 0, 0, 1]);
        Assert.Equal(0.8, score.Accuracy, 1e-12);
        Assert.Equal(0.5, score.BalancedAccuracy, 1e-12);
    }

    /// <summary>The value and the gradient by the standardised columns, by plain loops.</summary>
    private static (double Value, double[] Gradient) Plain(double[] parameters, double penalty)
    {
        double mass = s_weights.Sum(), value = 0;
        double[] mean = [.. Enumerable.Range(0, Dimension).Select(t => s_labels.Select((_, i) => s_weights[i] * s_rows[i * Dimension + t]).Sum() / mass)];
        double[] deviation = [.. Enumerable.Range(0, Dimension).Select(t =>
            Math.Sqrt(s_labels.Select((_, i) => s_weights[i] * Math.Pow(s_rows[i * Dimension + t] - mean[t], 2)).Sum() / mass))];
        var gradient = new double[parameters.Length];
        for (int i = 0; i < s_labels.Length; i++)
        {
            double[] x = [.. Enumerable.Range(0, Dimension).Select(t => (s_rows[i * Dimension + t] - mean[t]) / deviation[t]), 1];
            double[] scores = [.. Enumerable.Range(0, Classes).Select(c => x.Select((v, t) => v * parameters[c * (Dimension + 1) + t]).Sum())];
            double sum = scores.Sum(Math.Exp);
            value += s_weights[i] / mass * (Math.Log(sum) - scores[s_labels[i]]);
            for (int c = 0; c < Classes; c++)
                for (int t = 0; t <= Dimension; t++)
                    gradient[c * (Dimension + 1) + t] += s_weights[i] / mass * (Math.Exp(scores[c]) / sum - (c == s_labels[i] ? 1 : 0)) * x[t];
        }
        for (int i = 0; i < parameters.Length; i++)
            if (i % (Dimension + 1) != Dimension)
            {
                value += penalty / 2 * parameters[i] * parameters[i];
                gradient[i] += penalty * parameters[i];
            }
        return (value, gradient);
    }
}
