using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training;

/// <summary>The mean over validation examples of softmax minus one-hot label, as their outputs are moved, all alike.</summary>
/// <param name="count">Number of examples.</param>
/// <param name="classes">Number of classes.</param>
internal sealed class ValidationGradient(int count, int classes)
{
    private const double MostExponent = 600; // the likeliest class stays likelier than 0, whatever the shift

    private readonly float[] _probabilities = new float[checked(count * classes)];
    private readonly double[] _labels = new double[classes];
    private readonly double[] _factors = new double[classes];
    private readonly double[] _moved = new double[classes];
    private readonly double[] _values = new double[classes];

    /// <summary>[classes]: the gradient.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Looks at the examples through the model as it is.</summary>
    /// <param name="context">The run, which counts the examples.</param>
    /// <param name="rows">[count]: the examples.</param>
    /// <exception cref="ArithmeticException">A probability is not a number.</exception>
    public void Load(TrainingContext context, ReadOnlySpan<int> rows)
    {
        LastLayerGradients.Probabilities(context, rows, _probabilities);
        _labels.AsSpan().Clear();
        foreach (int row in rows) _labels[context.Data.Labels[row]]++;
    }

    /// <summary>The gradient where something is added to the outputs of every example. O(count * classes).</summary>
    /// <param name="shift">[classes]: what is added, finite.</param>
    public void Update(ReadOnlySpan<double> shift)
    {
        // softmax(z + s) is p exp(s), divided by its sum.
        double largest = double.NegativeInfinity;
        foreach (double value in shift) largest = Math.Max(largest, value);
        for (int c = 0; c < classes; c++) (_factors[c], _values[c]) = (ExactExponential.Negative(Math.Min(MostExponent, largest - shift[c])), 0);
        Span<double> moved = _moved, factors = _factors.AsSpan(0, moved.Length), values = _values.AsSpan(0, moved.Length);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> probabilities = _probabilities.AsSpan(i * classes, classes);
            double sum = 0;
            for (int c = 0; c < moved.Length; c++) sum += moved[c] = probabilities[c] * factors[c];
            double scale = 1 / sum;
            for (int c = 0; c < moved.Length; c++) values[c] += moved[c] * scale;
        }
        for (int c = 0; c < classes; c++) _values[c] = (_values[c] - _labels[c]) / count;
    }
}
