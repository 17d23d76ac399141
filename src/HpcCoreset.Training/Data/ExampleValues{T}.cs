using System;
using System.Numerics;
using System.Numerics.Tensors;

namespace HpcCoreset.Training.Data;

/// <summary>Values that are stored as <typeparamref name="T"/>, all of which are float32 values.</summary>
/// <typeparam name="T">The .NET type.</typeparam>
/// <param name="values">The values; not copied.</param>
internal sealed class ExampleValues<T>(T[] values) : ExampleValues
    where T : unmanaged, INumberBase<T>
{
    /// <inheritdoc/>
    public override int Length => values.Length;

    /// <inheritdoc/>
    public override void Scale(int start, ReadOnlySpan<float> shift, ReadOnlySpan<float> factor, Span<float> scaled)
    {
        TensorPrimitives.ConvertTruncating<T, float>(values.AsSpan(start, scaled.Length), scaled);
        TensorPrimitives.AddMultiply(scaled, shift[..scaled.Length], factor[..scaled.Length], scaled);
    }

    /// <inheritdoc/>
    public override ExampleValues Take(ReadOnlySpan<int> rows, int length)
    {
        var taken = new T[rows.Length * length];
        for (int i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * length, length).CopyTo(taken.AsSpan(i * length));
        return new ExampleValues<T>(taken);
    }

    /// <inheritdoc/>
    public override int IndexOfNotFinite()
    {
        if (TensorPrimitives.IsFiniteAll<T>(values)) return -1;
        int at = 0;
        while (T.IsFinite(values[at])) at++;
        return at;
    }
}
