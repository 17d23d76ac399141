using System;
using System.Linq;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>Cross-entropy of the softmax of logits [image][classes].</summary>
internal static class SoftmaxLossOracle
{
    public static double[] Probabilities(double[] logits, int classes)
    {
        var probabilities = new double[logits.Length];
        for (int first = 0; first < logits.Length; first += classes)
        {
            double largest = logits.Skip(first).Take(classes).Max(), sum = 0;
            for (int i = first; i < first + classes; i++) sum += probabilities[i] = Math.Exp(logits[i] - largest);
            for (int i = first; i < first + classes; i++) probabilities[i] /= sum;
        }
        return probabilities;
    }

    /// <summary>The loss of each image: log sum exp(z) - z(label).</summary>
    public static double[] Losses(double[] logits, int classes, int[] labels) =>
    [
        .. labels.Select((label, image) =>
        {
            double[] z = [.. logits.Skip(image * classes).Take(classes)];
            double largest = z.Max();
            return largest + Math.Log(z.Sum(x => Math.Exp(x - largest))) - z[label];
        }),
    ];

    /// <summary>By the logits: w (p - e(label)) / n.</summary>
    public static double[] Gradient(double[] logits, int classes, int[] labels, double[] weights)
    {
        double[] gradient = Probabilities(logits, classes);
        for (int image = 0; image < labels.Length; image++) gradient[image * classes + labels[image]] -= 1;
        return [.. gradient.Select((value, i) => value * weights[i / classes] / labels.Length)];
    }
}
