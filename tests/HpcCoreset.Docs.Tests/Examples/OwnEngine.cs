using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

/// <summary>Softmax regression in plain C#: stands for the engine of your own.</summary>
internal sealed class OwnEngine(int inputs, int classes)
{
    public int Inputs => inputs;

    public int Classes => classes;

    /// <summary>[classes][inputs, and 1].</summary>
    public float[] Weights { get; } = new float[classes * (inputs + 1)];

    /// <summary>[rows][classes]: a forward pass.</summary>
    public float[] Probabilities(ReadOnlySpan<float> rows)
    {
        float[] scores = new float[rows.Length / inputs * classes];
        for (int i = 0; i < scores.Length; i++) scores[i] = Score(rows.Slice(i / classes * inputs, inputs), Weights.AsSpan(i % classes * (inputs + 1)));
        for (int first = 0; first < scores.Length; first += classes)
        {
            Span<float> row = scores.AsSpan(first, classes);
            float largest = float.NegativeInfinity, sum = 0;
            foreach (float score in row) largest = Math.Max(largest, score);
            foreach (ref float score in row) sum += score = MathF.Exp(score - largest);
            foreach (ref float score in row) score /= sum;
        }
        return scores;
    }

    /// <summary>The mean of weight times loss, and its gradient.</summary>
    public double Gradient(ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        float[] probabilities = Probabilities(rows);
        double objective = 0;
        gradient.Clear();
        for (int i = 0; i < labels.Length; i++)
        {
            float weight = (weights.IsEmpty ? 1 : weights[i]) / labels.Length;
            objective -= weight * Math.Log(probabilities[i * classes + labels[i]]);
            for (int c = 0; c < classes; c++)
            {
                float error = weight * (probabilities[i * classes + c] - (c == labels[i] ? 1 : 0));
                Span<float> own = gradient.Slice(c * (inputs + 1), inputs + 1);
                for (int t = 0; t < inputs; t++) own[t] += error * rows[i * inputs + t];
                own[inputs] += error;
            }
        }
        return objective;
    }

    /// <summary>A training step on weighted rows.</summary>
    public void Step(LabelledRows batch, ReadOnlySpan<float> weights, float rate)
    {
        float[] gradient = new float[Weights.Length];
        Gradient(batch.Values, batch.Labels, weights, gradient);
        for (int i = 0; i < gradient.Length; i++) Weights[i] -= rate * gradient[i];
    }

    public double Accuracy(LabelledRows rows)
    {
        float[][] probabilities = [.. Probabilities(rows.Values).Chunk(classes)];
        return probabilities.Where((row, i) => Array.IndexOf(row, row.Max()) == rows.Labels[i]).Count() / (double)rows.Count;
    }

    private float Score(ReadOnlySpan<float> row, ReadOnlySpan<float> weights)
    {
        float score = weights[inputs];
        for (int t = 0; t < inputs; t++) score += weights[t] * row[t];
        return score;
    }
}
