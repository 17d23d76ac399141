using System;

namespace HpcCoreset.Training;

/// <summary>Hessian-vector products of a model that knows only gradients: (g(w + e v) - g(w - e v)) / 2e.</summary>
internal static class CentralDifference
{
    // A step of this length relative to the parameters balances float32 rounding of a gradient, about 1e-7 / e, against its
    // curvature, about e^2: Nocedal and Wright, Numerical Optimization, 8.1.
    private const double RelativeStep = 5e-3;

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
        if (product.Overlaps(vector) || product.Overlaps(parameters)) throw new ArgumentException("overlaps the vector or the parameters", nameof(product));
        if (vector.Overlaps(parameters)) throw new ArgumentException("overlaps the parameters, which are moved along it", nameof(vector));
        if (scratch.Length / 2 < length) scratch = new float[checked(2 * length)];
        Span<float> saved = scratch.AsSpan(0, length), other = scratch.AsSpan(length, length);
        double norm = Norm(vector);
        if (norm == 0)
        {
            product.Clear();
            return;
        }
        double step = RelativeStep * Math.Max(Norm(parameters), 1) / norm;
        parameters.CopyTo(saved);
        try
        {
            Move(saved, step, vector, parameters);
            model.Gradient(batch, product);
            Move(saved, -step, vector, parameters);
            model.Gradient(batch, other);
        }
        finally
        {
            saved.CopyTo(parameters);
        }
        for (int i = 0; i < length; i++) product[i] = (float)(((double)product[i] - other[i]) * (0.5 / step));
    }

    /// <summary>In double and in order: neither the length of a vector nor the instruction set may decide about the step.</summary>
    private static double Norm(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float value in vector) sum += (double)value * value;
        return Math.Sqrt(sum);
    }

    private static void Move(ReadOnlySpan<float> start, double step, ReadOnlySpan<float> vector, Span<float> target)
    {
        for (int i = 0; i < start.Length; i++) target[i] = (float)(start[i] + step * vector[i]);
    }
}
