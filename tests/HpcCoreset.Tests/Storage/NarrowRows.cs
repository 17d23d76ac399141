using System;
using System.Collections.Generic;
using HpcCoreset.Tests.Kernels;

namespace HpcCoreset.Tests.Storage;

/// <summary>The same rows twice: as a narrow kind stores them, strided, and as the float32 values that its decoding is defined to give.</summary>
internal sealed class NarrowRows
{
    /// <summary>What lies between rows and must not be read.</summary>
    private static readonly Half s_gap = Half.NaN;

    private readonly string _kind;
    private readonly int _count;
    private readonly int _dimension;
    private readonly int _stride;
    private readonly Half[] _halves = [];

    /// <summary>Rounds float32 rows to a kind.</summary>
    public NarrowRows(string kind, float[] values, int dimension, int gap = 3)
    {
        (_kind, _count, _dimension, _stride) = (kind, values.Length / dimension, dimension, dimension + gap);
        Decoded = new float[values.Length];
        int length = _count == 0 ? 0 : (_count - 1) * _stride + dimension;
        switch (kind)
        {
            case "float16":
                _halves = new Half[length];
                Array.Fill(_halves, s_gap);
                Fill((i, at) => Decoded[i] = (float)(_halves[at] = (Half)values[i]));
                break;
            default:
                throw new ArgumentException(kind, nameof(kind));
        }
    }

    public static IReadOnlyList<string> Kinds { get; } = ["float16"];

    /// <summary>Row-major, without gaps.</summary>
    public float[] Decoded { get; }

    public Points View => new(_halves, _count, _dimension, _stride);

    /// <summary>The same in memory that ends at the last value.</summary>
    public unsafe Points ViewIn(KernelMemory memory) => new(new ReadOnlySpan<Half>(memory.Input(_halves), _halves.Length), _count, _dimension, _stride);

    public override string ToString() => $"{_kind}, {_count} x {_dimension}";

    private void Fill(Action<int, int> value)
    {
        for (int i = 0; i < _count * _dimension; i++) value(i, i / _dimension * _stride + i % _dimension);
    }
}
