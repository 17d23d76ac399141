using System;
using System.IO;
using System.Runtime.InteropServices;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>A few steps of gradient descent on one batch.</summary>
internal static class Trajectory
{
    /// <summary>Every objective, gradient and Hessian-vector product on the way, and parameters, statistics and outputs at its end.</summary>
    public static byte[] Of(TrainableModel model, TestBatch batch, int steps)
    {
        using var bytes = new MemoryStream();
        var gradient = new float[model.Parameters.Length];
        var product = new float[gradient.Length];
        for (int step = 0; step < steps; step++)
        {
            bytes.Write(BitConverter.GetBytes(model.Gradient(batch.View, gradient, updateStatistics: true)));
            model.HessianVectorProduct(batch.View, gradient, product);
            bytes.Write(MemoryMarshal.AsBytes<float>(gradient));
            bytes.Write(MemoryMarshal.AsBytes<float>(product));
            for (int i = 0; i < gradient.Length; i++) model.Parameters[i] -= 0.1f * gradient[i];
        }
        int count = batch.Labels.Length;
        float[] losses = new float[count], probabilities = new float[count * model.Classes], features = new float[count * model.FeatureLength];
        model.Forward(batch.View, new(losses, probabilities, features));
        foreach (ReadOnlySpan<float> values in (ReadOnlySpan<float[]>)[losses, probabilities, features]) bytes.Write(MemoryMarshal.AsBytes(values));
        bytes.Write(MemoryMarshal.AsBytes(model.Parameters));
        bytes.Write(MemoryMarshal.AsBytes(model.Statistics));
        return bytes.ToArray();
    }
}
