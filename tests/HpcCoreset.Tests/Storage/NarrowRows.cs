using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tests.Kernels;

namespace HpcCoreset.Tests.Storage;

/// <summary>
/// The same rows twice: as a narrow kind stores them, strided, with junk where nothing may be read, and as the float32 values that its
/// decoding is defined to give.
/// </summary>
internal sealed class NarrowRows
{
    private readonly string _kind;
    private readonly int _count;
    private readonly int _dimension;
    private readonly int _stride;
    private readonly Half[] _halves = [];
    private readonly sbyte[] _bytes = [];
    private readonly float[] _scales = [];
    private readonly byte[] _bits = [];

    /// <summary>Rounds float32 rows to a kind; bits are those of values above the mean, of which every row has one that is set and one that is not.</summary>
    public NarrowRows(string kind, float[] values, int dimension, int gap = 3)
    {
        int stored = kind == "bits" ? (dimension + 7) / 8 : dimension;
        (_kind, _count, _dimension, _stride) = (kind, values.Length / dimension, dimension, stored + gap);
        Decoded = new float[values.Length];
        int length = _count == 0 ? 0 : (_count - 1) * _stride + stored;
        switch (kind)
        {
            case "float16":
                _halves = new Half[length];
                Array.Fill(_halves, Half.NaN);
                Fill((row, column, i) => Decoded[i] = (float)(_halves[row * _stride + column] = (Half)values[i]));
                break;
            case "int8":
                _bytes = new sbyte[length];
                Array.Fill(_bytes, (sbyte)-77);
                _scales = [.. Enumerable.Range(0, _count).Select(row => values.AsSpan(row * dimension, dimension).ToArray().Max(MathF.Abs) / 127)];
                Fill((row, column, i) =>
                    Decoded[i] = (_bytes[row * _stride + column] = (sbyte)MathF.Round(values[i] / _scales[row])) * _scales[row]);
                break;
            case "bits":
                _bits = new byte[length];
                float mean = values.Average();
                Array.Fill(_bits, (byte)0xFF);
                Fill((row, column, i) =>
                {
                    bool set = column == 0 || (column > 1 && values[i] > mean);
                    if (!set) _bits[row * _stride + column / 8] ^= (byte)(1 << column % 8);
                    Decoded[i] = set ? 1 : 0;
                });
                break;
            default:
                throw new ArgumentException(kind, nameof(kind));
        }
    }

    public static IReadOnlyList<string> Kinds { get; } = ["float16", "int8", "bits"];

    /// <summary>Row-major, without gaps.</summary>
    public float[] Decoded { get; }

    public Points View => Over(_halves, _bytes, _scales, _bits);

    /// <summary>The same in memory that ends at the last value.</summary>
    public unsafe Points ViewIn(KernelMemory memory) =>
        Over(Copy(memory, _halves), Copy(memory, _bytes), Copy(memory, _scales), Copy(memory, _bits));

    public override string ToString() => $"{_kind}, {_count} x {_dimension}";

    private static unsafe ReadOnlySpan<T> Copy<T>(KernelMemory memory, T[] values)
        where T : unmanaged => values.Length == 0 ? default : new(memory.Input(values), values.Length);

    private Points Over(ReadOnlySpan<Half> halves, ReadOnlySpan<sbyte> bytes, ReadOnlySpan<float> scales, ReadOnlySpan<byte> bits) => _kind switch
    {
        "float16" => new(halves, _count, _dimension, _stride),
        "int8" => new(bytes, scales, _count, _dimension, _stride),
        _ => Points.FromBits(bits, _count, _dimension, _stride),
    };

    private void Fill(Action<int, int, int> value)
    {
        for (int i = 0; i < _count * _dimension; i++) value(i / _dimension, i % _dimension, i);
    }
}
