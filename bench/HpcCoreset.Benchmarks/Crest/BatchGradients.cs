using System;
using System.Linq;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Benchmarks.Crest;

/// <summary>How far gradients of batches are from that of all examples, at the parameters a model has: CREST's figures 6b and 9.</summary>
/// <param name="model">The model, without batch normalisation: the gradient of all examples is taken block by block.</param>
/// <param name="data">The examples.</param>
/// <param name="seed">Draws subsets.</param>
internal sealed class BatchGradients(TrainableModel model, LabelledData data, ulong seed)
{
    private const int Batches = 200;
    private const int Block = 500;

    private readonly double[] _all = OfAll(model, data);
    private readonly float[] _gradient = new float[model.Parameters.Length];

    /// <summary>The norm of the gradient of all examples.</summary>
    public double Norm => Math.Sqrt(_all.Sum(value => value * value));

    /// <summary>Random examples of weight 1.</summary>
    /// <param name="size">How many.</param>
    public GradientErrors OfRandom(int size) => Measure(draw =>
    {
        int[] rows = new int[size];
        RandomRows.Subset(seed, (ulong)draw, data.Count, rows);
        return (rows, []);
    });

    /// <summary>Coresets of random subsets, as CREST chooses them.</summary>
    /// <param name="subset">Examples of a subset.</param>
    /// <param name="size">Examples of a coreset.</param>
    /// <param name="byClass">Whether class by class.</param>
    /// <param name="kind">What examples are compared by.</param>
    public GradientErrors OfCoresets(int subset, int size, bool byClass, GradientKind kind = GradientKind.LastLayerInputs)
    {
        var rows = new GradientRows(new TrainingContext(model, data, new()), kind, subset);
        using var selector = new CraigSelector(new() { Size = size, FirstFactor = rows.FirstFactor });
        float[] losses = new float[subset];
        return Measure(draw =>
        {
            int[] drawn = new int[subset];
            RandomRows.Subset(seed, (ulong)draw, data.Count, drawn);
            Points points = rows.Compute(drawn, losses);
            Coreset coreset = byClass ? selector.Select(points, default, [.. drawn.Select(row => data.Labels[row])]) : selector.Select(points);
            return ([.. coreset.Indices.ToArray().Select(i => drawn[i])], [.. coreset.Weights.ToArray().Select(weight => (float)(weight * size / subset))]);
        });
    }

    private GradientErrors Measure(Func<int, (int[] Rows, float[] Weights)> batch)
    {
        double[] sum = new double[_all.Length];
        double squares = 0, error = 0;
        for (int draw = 0; draw < Batches; draw++)
        {
            (int[] rows, float[] weights) = batch(draw);
            Gradient(model, data, rows, weights, _gradient);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += _gradient[i];
                squares += (double)_gradient[i] * _gradient[i];
                error += Square(_gradient[i] - _all[i]);
            }
        }
        double ofMean = sum.Sum(value => Square(value / Batches)), variance = (squares - Batches * ofMean) / (Batches - 1);
        // The mean of some batches is off by chance as well: that part is not bias.
        double bias = sum.Zip(_all, (value, all) => Square(value / Batches - all)).Sum() - variance / Batches;
        return new(variance, Math.Sqrt(Math.Max(0, bias)) / Norm, Math.Sqrt(variance / Batches) / Norm, error / Batches);
    }

    private static double[] OfAll(TrainableModel model, LabelledData data)
    {
        double[] sum = new double[model.Parameters.Length];
        float[] gradient = new float[sum.Length];
        for (int first = 0; first < data.Count; first += Block)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(Block, data.Count - first))];
            Gradient(model, data, rows, [], gradient);
            for (int i = 0; i < sum.Length; i++) sum[i] += (double)gradient[i] * rows.Length / data.Count;
        }
        return sum;
    }

    private static void Gradient(TrainableModel model, LabelledData data, int[] rows, float[] weights, float[] gradient)
    {
        (float[] inputs, int[] labels) = (new float[rows.Length * data.InputLength], new int[rows.Length]);
        data.Gather(rows, inputs, labels);
        model.Gradient(new(inputs, labels, weights), gradient);
    }

    private static double Square(double value) => value * value;
}

/// <summary>How far gradients of batches are from that of all examples.</summary>
/// <param name="Variance">The mean squared distance from their mean.</param>
/// <param name="Bias">The distance of their mean from the gradient of all examples, in units of its norm.</param>
/// <param name="Chance">The deviation of the mean of so many gradients, in units of the same norm: no bias much below can be told.</param>
/// <param name="Error">The mean squared distance from the gradient of all examples.</param>
internal readonly record struct GradientErrors(double Variance, double Bias, double Chance, double Error);
