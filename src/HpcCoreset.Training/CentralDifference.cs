using System;
using System.Numerics.Tensors;

namespace HpcCoreset.Training;

/// <summary>Hessian-vector products of a model that knows only gradients: (g(w + e v) - g(w - e v)) / 2e.</summary>
internal static class CentralDifference
{
    // A step of this length relative to the parameters balances float32 rounding of a gradient, about 1e-7 / e, against its
    // curvature, about e^2: Nocedal and Wright, Numerical Optimization, 8.1.
    private const float RelativeStep = 5e-3f;

    /// <summary>Writes the product; the parameters are put back bit for bit, also when the model throws.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="vector">What the Hessian is multiplied by.</param>
    /// <param name="product">Receives the product.</param>
    /// <param name="scratch">Grown to twice the parameters on the first call.</param>
    public static void HessianVectorProduct(
        TrainableModel model, scoped TrainingBatch batch, scoped ReadOnlySpan<float> vector, scoped Span<float> product, ref float[] scratch)
    {
        Span<float> parameters = model.Parameters;
        int length = parameters.Length;
        if (vector.Length != length) throw new ArgumentException($"has {vector.Length} values; the model has {length} parameters", nameof(vector));
        if (product.Length != length) throw new ArgumentException($"has {product.Length} values; the model has {length} parameters", nameof(product));
        if (scratch.Length < 2 * length) scratch = new float[2 * length];
        Span<float> saved = scratch.AsSpan(0, length), other = scratch.AsSpan(length, length);
        float norm = TensorPrimitives.Norm(vector);
        if (norm == 0)
        {
            product.Clear();
            return;
        }
        float step = RelativeStep * MathF.Max(TensorPrimitives.Norm<float>(parameters), 1) / norm;
        parameters.CopyTo(saved);
        try
        {
            TensorPrimitives.MultiplyAdd(vector, step, saved, parameters);
            model.Gradient(batch, product);
            TensorPrimitives.MultiplyAdd(vector, -step, saved, parameters);
            model.Gradient(batch, other);
        }
        finally
        {
            saved.CopyTo(parameters);
        }
        TensorPrimitives.Subtract(product, other, product);
        TensorPrimitives.Multiply(product, 0.5f / step, product);
    }
}
