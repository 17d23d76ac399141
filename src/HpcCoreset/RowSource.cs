using System;
using System.Numerics.Tensors;

namespace HpcCoreset;

/// <summary>
/// The rows of <see cref="Points"/> by pointer, for the length of a call in which their memory is pinned. Whatever they are stored as,
/// they are read as float32: in place if that is what they are, else decoded into the reader's scratch. What a decoded row holds is
/// the row's value by definition, so nothing behind this struct knows of any other.
/// </summary>
internal readonly unsafe struct RowSource
{
    private readonly byte* _first;
    private readonly ElementKind _kind;

    /// <summary>Rows of float32.</summary>
    public RowSource(float* first, int count, int dimension, nint stride)
        : this((byte*)first, ElementKind.Float32, count, dimension, stride)
    {
    }

    /// <summary>Rows of any kind; <paramref name="stride"/> is counted in stored values.</summary>
    public RowSource(byte* first, ElementKind kind, int count, int dimension, nint stride)
    {
        _first = first;
        _kind = kind;
        (Count, Dimension, Stride) = (count, dimension, stride);
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>Stored values from row to row.</summary>
    public nint Stride { get; }

    /// <summary>Whether there are no rows: the default value.</summary>
    public bool IsEmpty => _first == null;

    /// <summary>Whether rows have to be decoded, which takes scratch.</summary>
    public bool IsNarrow => _kind != ElementKind.Float32;

    private int ElementSize => _kind == ElementKind.Float32 ? sizeof(float) : sizeof(Half);

    /// <summary>Floats of scratch that a reader needs for each row it looks at: none if rows are read in place.</summary>
    public int ScratchLength => IsNarrow ? Dimension : 0;

    /// <summary>The values of a row: the caller's memory, or <paramref name="scratch"/>, of <see cref="ScratchLength"/>.</summary>
    public float* Row(int row, float* scratch) => Values(row, 0, Dimension, scratch);

    /// <summary>Some values of a row: the caller's memory, or <paramref name="scratch"/>, of <paramref name="count"/> floats.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The first of the values.</param>
    /// <param name="count">Their number.</param>
    /// <param name="scratch">Where they are decoded, if they have to be.</param>
    public float* Values(int row, int column, int count, float* scratch)
    {
        if (!IsNarrow) return (float*)_first + row * Stride + column;
        Decode(row, column, count, scratch);
        return scratch;
    }

    /// <summary>The rows from one on.</summary>
    public RowSource From(int row) => new(_first + row * Stride * ElementSize, _kind, Count - row, Dimension, Stride);

    /// <summary>Some rows as float32: in the caller's memory, or decoded one after the other into <paramref name="scratch"/>.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">Their number.</param>
    /// <param name="scratch"><paramref name="count"/> times <see cref="ScratchLength"/> floats.</param>
    public RowSource Decoded(int first, int count, float* scratch)
    {
        if (!IsNarrow) return new RowSource(Row(first, null), count, Dimension, Stride);
        for (int row = 0; row < count; row++) Decode(first + row, 0, Dimension, scratch + (nint)row * Dimension);
        return new RowSource(scratch, count, Dimension, Dimension);
    }

    /// <summary>Copies some values of a row, decoded.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The first of the values.</param>
    /// <param name="count">Their number.</param>
    /// <param name="target">Receives them.</param>
    public void Decode(int row, int column, int count, float* target)
    {
        nint offset = row * Stride + column;
        Span<float> decoded = new(target, count);
        switch (_kind)
        {
            case ElementKind.Float16:
                TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>((Half*)_first + offset, count), decoded);
                break;
            default:
                new ReadOnlySpan<float>((float*)_first + offset, count).CopyTo(decoded);
                break;
        }
    }
}
