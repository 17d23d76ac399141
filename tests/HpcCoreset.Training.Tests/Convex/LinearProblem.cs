using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Training.Tests.Convex;

/// <summary>Weighted rows, a model's definition, and its objective by plain loops in double: what solvers are compared with.</summary>
internal sealed record LinearProblem(LinearLoss Loss, int Classes, float[] Values, double[] Targets, int Dimension)
{
    public double[] Weights { get; init; } = [];

    public double L2 { get; init; } = 0.05;

    public Intercept Intercept { get; init; }

    public int Count => Targets.Length;

    public int[] Labels => [.. Targets.Select(target => (int)target)];

    public int Outputs => Loss == LinearLoss.Squared || Classes == 2 ? 1 : Classes;

    public int Length => Outputs * (Dimension + 1);

    public LinearExamples Examples => Loss == LinearLoss.Squared
        ? new LinearExamples(new Points(Values, Dimension), Targets, Weights)
        : new LinearExamples(new Points(Values, Dimension), Labels, Weights);

    public LinearModel Model() => new(Loss, Dimension, Math.Max(2, Classes)) { L2 = L2, Intercept = Intercept };

    /// <summary>Normal rows whose class, or target, follows from a random direction per class and noise; columns of different scale.</summary>
    public static LinearProblem Random(LinearLoss loss, int classes, int count = 150, int dimension = 5, int seed = 1)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] directions = [.. Enumerable.Range(0, Math.Max(2, classes)).Select(_ => Enumerable.Range(0, dimension).Select(_ => Normal()).ToArray())];
        float[] values = [.. Enumerable.Range(0, count * dimension).Select(i => (float)(Normal() * (0.5 + i % dimension % 3)))];
        double[] targets = [.. Enumerable.Range(0, count).Select(i =>
        {
            double[] scores = [.. directions.Select(direction => Normal() + direction.Select((x, t) => x * values[i * dimension + t]).Sum())];
            return loss == LinearLoss.Squared ? scores[0] + 1 : Array.IndexOf(scores, scores.Max());
        })];
        return new LinearProblem(loss, classes, values, targets, dimension);
    }

    /// <summary>Rows of multiples of 1/16 that every machine computes alike, with weights; a class follows from one column.</summary>
    public static LinearProblem Integers(LinearLoss loss, int classes, int count, int dimension)
    {
        int[] values = [.. Enumerable.Range(0, count * dimension).Select(i => (int)(unchecked((uint)i * 2654435761) >> 24) - 128)];
        double[] targets = [.. Enumerable.Range(0, count).Select(i => loss == LinearLoss.Squared ? values[i * dimension] / 8.0 : (values[i * dimension] + 128 + i % 3) * classes / 260)];
        return new LinearProblem(loss, classes, [.. values.Select(value => value / 16f)], targets, dimension) { Weights = [.. targets.Select((_, i) => i % 9 / 4.0)] };
    }

    /// <summary>The 1,797 digits, 8 x 8 pixels from 0 to 1.</summary>
    public static LinearProblem Digits(LinearLoss loss, double l2)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz")), CompressionMode.Decompress));
        float[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        return new LinearProblem(loss, 10, [.. rows.SelectMany(row => row[..64].Select(pixel => pixel / 16))], [.. rows.Select(row => (double)row[64])], 64) { L2 = l2 };
    }

    /// <summary>The objective and its gradient.</summary>
    public (double Value, double[] Gradient) Plain(ReadOnlySpan<double> parameters)
    {
        double mass = Weights.Length == 0 ? Count : Weights.Sum(), value = 0;
        double[] gradient = new double[Length], scores = new double[Outputs];
        for (int i = 0; i < Count; i++)
        {
            double share = (Weights.Length == 0 ? 1 : Weights[i]) / mass;
            for (int c = 0; c < Outputs; c++)
            {
                scores[c] = parameters[c * (Dimension + 1) + Dimension];
                for (int t = 0; t < Dimension; t++) scores[c] += parameters[c * (Dimension + 1) + t] * Values[i * Dimension + t];
            }
            value += share * Differentiate(scores, Targets[i]);
            for (int c = 0; c < Outputs; c++)
            {
                for (int t = 0; t < Dimension; t++) gradient[c * (Dimension + 1) + t] += share * scores[c] * Values[i * Dimension + t];
                if (Intercept != Intercept.None) gradient[c * (Dimension + 1) + Dimension] += share * scores[c];
            }
        }
        for (int i = 0; i < Length; i++)
            if (i % (Dimension + 1) < Dimension || Intercept == Intercept.Penalised)
            {
                value += L2 / 2 * parameters[i] * parameters[i];
                gradient[i] += L2 * parameters[i];
            }
        return (value, gradient);
    }

    /// <summary>The minimum by gradient descent with a constant step.</summary>
    public (double Value, double[] Parameters) Descend(int steps = 30_000)
    {
        var parameters = new double[Length];
        double largest = 0;
        for (int i = 0; i < Count; i++) largest = Math.Max(largest, 1 + Values.AsSpan(i * Dimension, Dimension).ToArray().Sum(value => (double)value * value));
        double step = 1 / (largest / 4 * (Loss == LinearLoss.SquaredHinge ? 2 : 1) + L2); // a guess between the mean's and the largest bend
        for (int k = 0; k < steps; k++)
        {
            double[] gradient = Plain(parameters).Gradient;
            if (gradient.Max(Math.Abs) < 1e-11) break;
            for (int i = 0; i < Length; i++) parameters[i] -= step * gradient[i];
        }
        return (Plain(parameters).Value, parameters);
    }

    /// <summary>The loss; scores become its derivatives.</summary>
    private double Differentiate(double[] scores, double target)
    {
        double loss = 0;
        switch (Loss)
        {
            case LinearLoss.Squared:
                scores[0] -= target;
                return scores[0] * scores[0] / 2;
            case LinearLoss.SquaredHinge:
                for (int c = 0; c < Outputs; c++)
                {
                    double sign = target == (Outputs == 1 ? 1 : c) ? 1 : -1, lacking = Math.Max(0, 1 - sign * scores[c]);
                    scores[c] = -2 * sign * lacking;
                    loss += lacking * lacking;
                }
                return loss;
            case LinearLoss.Logistic when Outputs == 1:
                double margin = target == 1 ? scores[0] : -scores[0];
                scores[0] = 1 / (1 + Math.Exp(-scores[0])) - target;
                return margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
            default:
                double largest = scores.Max(), sum = 0, own = scores[(int)target];
                foreach (double score in scores) sum += Math.Exp(score - largest);
                for (int c = 0; c < Outputs; c++) scores[c] = Math.Exp(scores[c] - largest) / sum - (c == target ? 1 : 0);
                return largest + Math.Log(sum) - own;
        }
    }
}
