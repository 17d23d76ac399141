using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>
/// The softmax of the logits and the cross-entropy of the labels. In double and with the label's class set apart, so that losses and
/// gradients of examples that are known well keep their digits.
/// </summary>
/// <param name="logits">One pixel with a channel per class.</param>
/// <param name="probabilities">Of the same shape; the gradient by them is never asked for.</param>
internal sealed unsafe class SoftmaxLoss(FeatureMap logits, FeatureMap probabilities) : Layer(logits, probabilities)
{
    private readonly PinnedBuffer<double> _losses = new();
    private readonly PinnedBuffer<double> _exponentials = new();
    private readonly PinnedBuffer<double> _others = new();
    private readonly int _classes = logits.Shape.Channels;

    /// <summary>The loss of each image of the last pass, without its weight.</summary>
    public double* Losses => _losses.Pointer;

    /// <summary>(1 / Count) sum of weight(i) loss(i), in the order of the images.</summary>
    public double Objective(Pass pass)
    {
        double sum = 0;
        for (int image = 0; image < pass.Count; image++) sum += Weight(pass, image) * Losses[image];
        return sum / pass.Count;
    }

    public override void Reserve(Pass pass)
    {
        _losses.Reserve(pass.Count);
        _others.Reserve(pass.Count);
        _exponentials.Reserve(checked(pass.Count * _classes));
    }

    public override void Forward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            float* z = Input.Values.Pixels(image), p = Output.Values.Pixels(image);
            int label = pass.Labels[image];
            double largest = Largest(z), others = 0;
            double* e = Exponentials(image);
            for (int c = 0; c < _classes; c++)
            {
                e[c] = ExactExponential.Negative(largest - z[c]);
                if (c != label) others += e[c];
            }
            _others.Pointer[image] = others;
            double sum = others + e[label];
            for (int c = 0; c < _classes; c++) p[c] = (float)(e[c] / sum);
            // log(sum) - (z(label) - largest); where the label's class leads the sum is 1 + others, whose logarithm must not lose the others.
            Losses[image] = z[label] == largest ? LogOnePlus(others) : MonotoneLogarithm.Of(sum) + (largest - z[label]);
            if (pass.HasTangents) Differentiate(e, sum, Input.Tangents.Pixels(image), Output.Tangents.Pixels(image));
        }
    }

    /// <summary>Weight times p - e(label), over Count; for the label's class that is minus the other probabilities.</summary>
    public override void Backward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            float* gradient = Input.Gradients.Pixels(image);
            double* e = Exponentials(image);
            int label = pass.Labels[image];
            double others = _others.Pointer[image], share = Weight(pass, image) / pass.Count;
            for (int c = 0; c < _classes; c++) gradient[c] = (float)(share * (c == label ? -others : e[c]) / (others + e[label]));
            if (!pass.HasTangents) continue;
            float* target = Input.GradientTangents.Pixels(image), tangents = Output.Tangents.Pixels(image);
            for (int c = 0; c < _classes; c++) target[c] = (float)(share * tangents[c]);
        }
    }

    private static double Weight(Pass pass, int image) => pass.Weights == null ? 1 : pass.Weights[image];

    /// <summary>log(1 + x) for x at least 0: the rounding of 1 + x is put right (Goldberg, ACM Computing Surveys 23, 1991, theorem 4).</summary>
    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : MonotoneLogarithm.Of(sum) * (x / (sum - 1));
    }

    private double* Exponentials(int image) => _exponentials.Pointer + (nint)image * _classes;

    private double Largest(float* z)
    {
        double largest = z[0];
        for (int c = 1; c < _classes; c++) largest = Math.Max(largest, z[c]);
        return largest;
    }

    /// <summary>p(c) (z'(c) - sum of p z'), written to <paramref name="target"/>.</summary>
    private void Differentiate(double* e, double sum, float* tangents, float* target)
    {
        double mean = 0;
        for (int c = 0; c < _classes; c++) mean += e[c] / sum * tangents[c];
        for (int c = 0; c < _classes; c++) target[c] = (float)(e[c] / sum * (tangents[c] - mean));
    }
}
