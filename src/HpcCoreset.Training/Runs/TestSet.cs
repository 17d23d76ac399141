using System;
using System.Linq;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>Examples that a model is tested on. Allocates nothing after it was made.</summary>
/// <param name="data">The examples.</param>
/// <param name="classes">Classes of the models.</param>
internal sealed class TestSet(LabelledData data, int classes)
{
    private readonly GatheredBatch _batch = new(data);
    private readonly int[] _rows = [.. Enumerable.Range(0, data.Count)];
    private readonly float[] _probabilities = new float[GatheredBatch.Block * classes];

    /// <summary>The share of the examples whose class the model finds likeliest; of equally likely ones the lowest.</summary>
    /// <param name="model">The model.</param>
    public double Accuracy(TrainableModel model)
    {
        int right = 0;
        for (int first = 0; first < _rows.Length; first += GatheredBatch.Block)
        {
            ReadOnlySpan<int> rows = _rows.AsSpan(first, Math.Min(GatheredBatch.Block, _rows.Length - first));
            Span<float> probabilities = _probabilities.AsSpan(0, rows.Length * classes);
            _batch.Forward(model, rows, new ForwardOutputs(default, probabilities));
            foreach (int row in rows)
            {
                if (LikeliestClass.Of(probabilities[..classes]) == data.Labels[row]) right++;
                probabilities = probabilities[classes..];
            }
        }
        return (double)right / data.Count;
    }
}
