using System;
using System.Collections.Generic;

namespace HpcCoreset.Training.Tests.Models;

/// <summary>
/// A loss that is a parabola of the parameters, the same for every example: 10 + g w + w H w / 2. Probabilities are made of the example, so that there is
/// something to choose by. It keeps the vectors that it multiplied by the Hessian.
/// </summary>
internal sealed class QuadraticModel(float[] gradient, float[][] hessian, int inputs, int classes) : TrainableModel
{
    private readonly float[] _parameters = new float[gradient.Length];

    public List<float[]> Probes { get; } = [];

    public override int InputLength => inputs;

    public override int Classes => classes;

    public override int FeatureLength => inputs;

    public override Span<float> Parameters => _parameters;

    public override void Forward(scoped TrainingBatch batch, scoped ForwardOutputs outputs)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (!outputs.Losses.IsEmpty) outputs.Losses[i] = (float)Loss;
            if (outputs.Probabilities.IsEmpty) continue;
            Span<float> probabilities = outputs.Probabilities.Slice(i * classes, classes);
            float sum = 0;
            for (int c = 0; c < classes; c++) sum += probabilities[c] = 1 + MathF.Abs(batch.Inputs[i * inputs + c % inputs]);
            foreach (ref float probability in probabilities) probability /= sum;
        }
    }

    public override double Gradient(scoped TrainingBatch batch, scoped Span<float> result, bool updateStatistics = false)
    {
        double mean = MeanWeight(batch);
        for (int i = 0; i < result.Length; i++) result[i] = (float)(mean * (gradient[i] + Row(i, _parameters)));
        return mean * Loss;
    }

    public override void HessianVectorProduct(scoped TrainingBatch batch, scoped ReadOnlySpan<float> vector, scoped Span<float> product)
    {
        Probes.Add(vector.ToArray());
        for (int i = 0; i < product.Length; i++) product[i] = (float)(MeanWeight(batch) * Row(i, vector));
    }

    private double Loss
    {
        get
        {
            double loss = 10;
            for (int i = 0; i < _parameters.Length; i++) loss += _parameters[i] * (gradient[i] + Row(i, _parameters) / 2);
            return loss;
        }
    }

    private double Row(int row, ReadOnlySpan<float> vector)
    {
        double sum = 0;
        for (int i = 0; i < vector.Length; i++) sum += (double)hessian[row][i] * vector[i];
        return sum;
    }

    private static double MeanWeight(scoped TrainingBatch batch)
    {
        double sum = 0;
        foreach (float weight in batch.Weights) sum += weight;
        return batch.Weights.IsEmpty ? 1 : sum / batch.Count;
    }
}
