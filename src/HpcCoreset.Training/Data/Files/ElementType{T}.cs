using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Raw values that are <typeparamref name="T"/> in memory.</summary>
/// <typeparam name="T">The .NET type.</typeparam>
/// <param name="name">The name people know.</param>
/// <param name="code">NumPy's kind and size.</param>
internal sealed class ElementType<T>(string name, string code) : ElementType(name, code, Unsafe.SizeOf<T>())
    where T : unmanaged, INumberBase<T>
{
    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> bytes, Span<float> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), values);

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> bytes, Span<double> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), values);
}
