using System;

namespace HpcCoreset.Training;

/// <summary>Examples' gradients by the last layer as rows for a <see cref="CraigSelector"/>.</summary>
internal sealed class GradientRows
{
    private readonly TrainingContext _context;
    private readonly float[] _values;
    private readonly float[] _probabilities = [];
    private readonly float[] _features = [];

    /// <summary>Makes room.</summary>
    /// <param name="context">The run.</param>
    /// <param name="kind">Which gradients.</param>
    /// <param name="most">Most examples.</param>
    public GradientRows(TrainingContext context, GradientKind kind, int most)
    {
        int classes = context.Model.Classes, features = kind == GradientKind.LastLayerWeights ? context.Model.FeatureLength : 0;
        (_context, FirstFactor, Dimension) = (context, features > 0 ? classes : 0, features > 0 ? classes + features + 1 : classes);
        _values = new float[checked(most * Dimension)];
        if (features == 0) return;
        _probabilities = new float[checked(GatheredBatch.Block * classes)];
        _features = new float[checked(GatheredBatch.Block * features)];
    }

    /// <summary>What <see cref="CraigOptions.FirstFactor"/> shall be.</summary>
    public int FirstFactor { get; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>Computes them, as the model is now; the context counts the examples.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="losses">[rows.Length]: receives the losses, or empty.</param>
    /// <returns>One row per example, until the next call.</returns>
    /// <exception cref="ArithmeticException">An output of the model is not a number.</exception>
    public Points Compute(ReadOnlySpan<int> rows, Span<float> losses = default)
    {
        Span<float> values = _values.AsSpan(0, rows.Length * Dimension);
        if (FirstFactor == 0) LastLayerGradients.Compute(_context, rows, values, losses);
        else ComputeFactors(rows, losses);
        return new Points(values, Dimension);
    }

    /// <summary>[a, h, 1] of each example, block by block: the model writes a and h apart.</summary>
    private void ComputeFactors(ReadOnlySpan<int> rows, Span<float> losses)
    {
        int classes = _context.Model.Classes, features = _context.Model.FeatureLength;
        for (int first = 0; first < rows.Length; first += GatheredBatch.Block)
        {
            int count = Math.Min(GatheredBatch.Block, rows.Length - first);
            Span<float> probabilities = _probabilities.AsSpan(0, count * classes), inputs = _features.AsSpan(0, count * features);
            LastLayerGradients.Factors(_context, rows.Slice(first, count), probabilities, inputs, losses.IsEmpty ? losses : losses.Slice(first, count));
            for (int i = 0; i < count; i++)
            {
                Span<float> row = _values.AsSpan((first + i) * Dimension, Dimension);
                probabilities.Slice(i * classes, classes).CopyTo(row);
                row[_context.Data.Labels[rows[first + i]]] -= 1;
                inputs.Slice(i * features, features).CopyTo(row[classes..]);
                row[^1] = 1;
            }
        }
    }
}
