using System;
using System.Linq;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Models;

/// <summary>
/// Softmax regression as plain loops, computed in double and kept in float32. It remembers the running mean of its inputs, which it subtracts
/// after training only, as a layer of statistics would.
/// </summary>
internal sealed class SoftmaxModel(int inputs, int classes) : TrainableModel
{
    private readonly float[] _parameters = [.. Enumerable.Range(0, classes * (inputs + 1)).Select(i => 0.01f * MathF.Sin(i))];
    private readonly float[] _mean = new float[inputs];
    private readonly double[] _scores = new double[classes];
    private readonly double[] _sums = new double[classes * (inputs + 1)];

    public override int InputLength => inputs;

    public override int Classes => classes;

    public override int FeatureLength => inputs;

    public override Span<float> Parameters => _parameters;

    public override Span<float> Statistics => _mean;

    public static SoftmaxModel For(LabelledData data) => new(data.InputLength, data.Classes);

    public override void Forward(scoped TrainingBatch batch, scoped ForwardOutputs outputs)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            double loss = Score(batch, i, shifted: true);
            if (!outputs.Losses.IsEmpty) outputs.Losses[i] = (float)loss;
            for (int c = 0; c < classes && !outputs.Probabilities.IsEmpty; c++) outputs.Probabilities[i * classes + c] = (float)_scores[c];
            if (!outputs.Features.IsEmpty) batch.Inputs.Slice(i * inputs, inputs).CopyTo(outputs.Features[(i * inputs)..]);
        }
    }

    public override double Gradient(scoped TrainingBatch batch, scoped Span<float> gradient, bool updateStatistics = false)
    {
        double objective = 0;
        _sums.AsSpan().Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            double weight = (batch.Weights.IsEmpty ? 1 : batch.Weights[i]) / (double)batch.Count;
            objective += weight * Score(batch, i, shifted: false);
            for (int c = 0; c < classes; c++)
            {
                double error = weight * (_scores[c] - (c == batch.Labels[i] ? 1 : 0));
                for (int t = 0; t < inputs; t++) _sums[c * (inputs + 1) + t] += error * batch.Inputs[i * inputs + t];
                _sums[c * (inputs + 1) + inputs] += error;
            }
            for (int t = 0; t < inputs && updateStatistics; t++) _mean[t] += 0.001f * (batch.Inputs[i * inputs + t] - _mean[t]);
        }
        for (int i = 0; i < gradient.Length; i++) gradient[i] = (float)_sums[i];
        return objective;
    }

    /// <summary>Leaves the probabilities in the scores.</summary>
    /// <returns>The loss.</returns>
    private double Score(scoped TrainingBatch batch, int example, bool shifted)
    {
        for (int c = 0; c < classes; c++)
        {
            _scores[c] = _parameters[c * (inputs + 1) + inputs];
            for (int t = 0; t < inputs; t++)
                _scores[c] += _parameters[c * (inputs + 1) + t] * (double)(batch.Inputs[example * inputs + t] - (shifted ? 0.01f * _mean[t] : 0));
        }
        double largest = double.NegativeInfinity, sum = 0;
        for (int c = 0; c < classes; c++) largest = Math.Max(largest, _scores[c]);
        double loss = largest - _scores[batch.Labels[example]];
        for (int c = 0; c < classes; c++) sum += _scores[c] = Math.Exp(_scores[c] - largest);
        for (int c = 0; c < classes; c++) _scores[c] /= sum;
        return loss + Math.Log(sum);
    }
}
