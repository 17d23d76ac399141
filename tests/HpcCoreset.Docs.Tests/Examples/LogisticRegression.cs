using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

/// <summary>Softmax regression by plain gradient descent, with a weight per row.</summary>
internal sealed class LogisticRegression
{
    private const int Steps = 300;
    private const double Rate = 0.3;
    private readonly double[][] _coefficients;

    private LogisticRegression(int labels, int dimension) =>
        _coefficients = [.. Enumerable.Range(0, labels).Select(_ => new double[dimension + 1])];

    public static LogisticRegression Fit(LabelledRows rows, ReadOnlySpan<double> weights)
    {
        var model = new LogisticRegression(rows.Labels.Max() + 1, rows.Dimension);
        double mass = 0;
        for (int i = 0; i < rows.Count; i++) mass += weights.IsEmpty ? 1 : weights[i];
        for (int step = 0; step < Steps; step++)
        {
            double[][] gradient = [.. model._coefficients.Select(row => new double[row.Length])];
            for (int i = 0; i < rows.Count; i++)
            {
                double[] probabilities = model.Probabilities(rows[i]);
                for (int label = 0; label < probabilities.Length; label++)
                {
                    double error = (weights.IsEmpty ? 1 : weights[i]) * (probabilities[label] - (label == rows.Labels[i] ? 1 : 0));
                    for (int t = 0; t < rows.Dimension; t++) gradient[label][t] += error * rows[i][t];
                    gradient[label][rows.Dimension] += error;
                }
            }
            for (int label = 0; label < gradient.Length; label++)
                for (int t = 0; t <= rows.Dimension; t++) model._coefficients[label][t] -= Rate * gradient[label][t] / mass;
        }
        return model;
    }

    public double Accuracy(LabelledRows rows)
    {
        int right = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            double[] probabilities = Probabilities(rows[i]);
            if (Array.IndexOf(probabilities, probabilities.Max()) == rows.Labels[i]) right++;
        }
        return right / (double)rows.Count;
    }

    private double[] Probabilities(ReadOnlySpan<float> row)
    {
        var scores = new double[_coefficients.Length];
        for (int label = 0; label < scores.Length; label++)
        {
            scores[label] = _coefficients[label][row.Length];
            for (int t = 0; t < row.Length; t++) scores[label] += _coefficients[label][t] * row[t];
        }
        double largest = scores.Max(), sum = 0;
        for (int label = 0; label < scores.Length; label++) sum += scores[label] = Math.Exp(scores[label] - largest);
        for (int label = 0; label < scores.Length; label++) scores[label] /= sum;
        return scores;
    }
}
