using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>Room for a batch of examples, which grows with the largest.</summary>
/// <param name="data">Where examples come from.</param>
internal sealed class GatheredBatch(LabelledData data)
{
    /// <summary>Examples that are shown together: more do not make a pass faster, and memory grows with them.</summary>
    public const int Block = 256;

    private float[] _inputs = [];
    private int[] _labels = [];

    /// <summary>Gathers examples as they are stored.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="weights">One per row, or empty.</param>
    public TrainingBatch Gather(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights = default)
    {
        Reserve(rows.Length);
        data.Gather(rows, _inputs.AsSpan(0, rows.Length * data.InputLength), _labels.AsSpan(0, rows.Length));
        return Batch(rows.Length, weights);
    }

    /// <summary>Gathers examples that are changed at random.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="weights">One per row, or empty.</param>
    /// <param name="augmentation">What may happen to them.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draw">Which draw of the seed's.</param>
    public TrainingBatch Gather(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Augmentation augmentation, ulong seed, ulong draw)
    {
        if (augmentation == Augmentation.None) return Gather(rows, weights);
        Reserve(rows.Length);
        data.Gather(rows, augmentation, seed, draw, _inputs.AsSpan(0, rows.Length * data.InputLength), _labels.AsSpan(0, rows.Length));
        return Batch(rows.Length, weights);
    }

    /// <summary>Shows examples to a model, block by block.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The examples.</param>
    /// <param name="outputs">What is wanted, for all rows together.</param>
    public void Forward(TrainableModel model, ReadOnlySpan<int> rows, scoped ForwardOutputs outputs)
    {
        for (int first = 0; first < rows.Length; first += Block)
        {
            int count = Math.Min(Block, rows.Length - first);
            model.Forward(Gather(rows.Slice(first, count)), new ForwardOutputs(
                Part(outputs.Losses, 1), Part(outputs.Probabilities, model.Classes), Part(outputs.Features, model.FeatureLength)));

            Span<float> Part(Span<float> all, int length) => all.IsEmpty ? all : all.Slice(first * length, count * length);
        }
    }

    private TrainingBatch Batch(int count, ReadOnlySpan<float> weights) =>
        new(_inputs.AsSpan(0, count * data.InputLength), _labels.AsSpan(0, count), weights);

    private void Reserve(int count)
    {
        if (_labels.Length >= count) return;
        (_inputs, _labels) = (new float[checked(count * data.InputLength)], new int[count]);
    }
}
