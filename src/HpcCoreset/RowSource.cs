using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HpcCoreset;

/// <summary>
/// The rows of <see cref="Points"/> by pointer, for the length of a call in which their memory is pinned. Whatever they are stored as,
/// they are read as float32: in place if that is what they are, else decoded into the reader's scratch. What a decoded row holds is
/// the row's value by definition, so nothing behind this struct knows of any other.
/// </summary>
internal readonly unsafe struct RowSource
{
    /// <summary>Bits in a float32.</summary>
    private const int WordBits = 32;

    private readonly byte* _first;
    private readonly float* _scales;
    private readonly ElementKind _kind;
    private readonly int _columns;

    /// <summary>Rows of float32.</summary>
    public RowSource(float* first, int count, int dimension, nint stride)
        : this((byte*)first, null, ElementKind.Float32, count, dimension, stride)
    {
    }

    /// <summary>Rows of any kind.</summary>
    /// <param name="first">Where row 0 starts.</param>
    /// <param name="scales">One number per row of <see cref="ElementKind.Int8"/>, else null.</param>
    /// <param name="kind">How they are stored.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="columns">Stored values per row; bits are counted one by one.</param>
    /// <param name="stride">Stored values from row to row; bytes for bits.</param>
    public RowSource(byte* first, float* scales, ElementKind kind, int count, int columns, nint stride)
    {
        _first = first;
        _scales = scales;
        (_kind, _columns, Count, Stride) = (kind, columns, count, stride);
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Stored values from row to row; bytes for bits.</summary>
    public nint Stride { get; }

    /// <summary>Bytes from row to row.</summary>
    public nint StrideBytes => Stride * ElementSize;

    /// <summary>Values per row.</summary>
    public int Dimension => _kind == ElementKind.BitWord ? WordsOf(_columns) : _columns;

    /// <summary>Whether there are no rows: the default value.</summary>
    public bool IsEmpty => _first == null;

    /// <summary>Whether rows have to be decoded, which takes scratch.</summary>
    public bool IsNarrow => _kind != ElementKind.Float32;

    /// <summary>Whether every value is one bit.</summary>
    public bool IsBits => _kind == ElementKind.Bit;

    /// <summary>Rows of bits with 32 of them to a value, to be moved and counted but not computed with; bits past the last are 0.</summary>
    public RowSource Words => new(_first, null, ElementKind.BitWord, Count, _columns, Stride);

    /// <summary>One number per row of signed bytes that its values are multiplied by; null for other rows.</summary>
    public float* Scales => _scales;

    /// <summary>Floats of scratch that a reader needs for each row it looks at: none if rows are read in place.</summary>
    public int ScratchLength => IsNarrow ? Dimension : 0;

    /// <summary>Bytes that a row takes, its scale included, without what lies between rows.</summary>
    public long RowBytes => StoredBytes + (_scales == null ? 0 : sizeof(float));

    private int ElementSize => _kind switch { ElementKind.Float32 => sizeof(float), ElementKind.Float16 => sizeof(Half), _ => 1 };

    /// <summary>The bytes that so many bits take.</summary>
    public static int BytesOf(int bits) => (int)(((long)bits + 7) / 8);

    /// <summary>The values of 32 bits that so many bits take.</summary>
    public static int WordsOf(int bits) => (int)(((long)bits + WordBits - 1) / WordBits);

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

    /// <summary>
    /// Asks for a row's memory, which will be needed soon; it may lie past the last row. For readers that work little on each row: they
    /// wait for memory that the hardware asks for too late.
    /// </summary>
    public void Prefetch(int row)
    {
        const int Line = 64;
        if (!Sse.IsSupported) return;
        byte* first = _first + row * Stride * ElementSize;
        for (nint at = 0; at < StoredBytes; at += Line) Sse.Prefetch0(first + at);
    }

    /// <summary>The rows from one on.</summary>
    public RowSource From(int row) =>
        new(_first + row * Stride * ElementSize, _scales == null ? null : _scales + row, _kind, Count - row, _columns, Stride);

    /// <summary>Floats whose memory a stored row fits in.</summary>
    public int StoredLength => (int)((StoredBytes + sizeof(float) - 1) / sizeof(float));

    /// <summary>Copies rows as they are stored.</summary>
    /// <param name="rows">Their numbers.</param>
    /// <param name="target">Receives the rows, <see cref="StoredLength"/> floats apart.</param>
    /// <param name="scales">Receives one number per row, if rows have any.</param>
    /// <returns>The copies.</returns>
    public RowSource CopyTo(ReadOnlySpan<int> rows, float* target, float* scales)
    {
        nint stride = (nint)StoredLength * sizeof(float);
        for (int i = 0; i < rows.Length; i++)
        {
            Buffer.MemoryCopy(_first + rows[i] * Stride * ElementSize, (byte*)target + i * stride, stride, StoredBytes);
            if (_scales != null) scales[i] = _scales[rows[i]];
        }
        return new RowSource((byte*)target, _scales == null ? null : scales, _kind, rows.Length, _columns, stride / ElementSize);
    }

    private nint StoredBytes => IsBits || _kind == ElementKind.BitWord ? BytesOf(_columns) : (nint)_columns * ElementSize;

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
        byte* first = _first + row * Stride * ElementSize;
        switch (_kind)
        {
            case ElementKind.Float16:
                TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>((Half*)first + column, count), new Span<float>(target, count));
                break;
            case ElementKind.Int8:
                Scale((sbyte*)first + column, _scales[row], count, target);
                break;
            case ElementKind.Bit:
                Expand(first, column, count, target);
                break;
            case ElementKind.BitWord:
                CopyWords(first, column, count, (uint*)target);
                break;
            default:
                new ReadOnlySpan<float>((float*)first + column, count).CopyTo(new Span<float>(target, count));
                break;
        }
    }

    /// <summary>The number of bits in which row <paramref name="a"/> differs from row <paramref name="b"/> of other rows of bits.</summary>
    public long BitDistance(int a, RowSource others, int b)
    {
        byte* first = _first + a * Stride, second = others._first + b * others.Stride;
        int whole = _columns / 8, rest = _columns % 8;
        long distance = TensorPrimitives.HammingBitDistance(new ReadOnlySpan<byte>(first, whole), new ReadOnlySpan<byte>(second, whole));
        return rest == 0 ? distance : distance + BitOperations.PopCount((uint)(first[whole] ^ second[whole]) & ((1u << rest) - 1));
    }

    /// <summary>target[t] = values[t] * scale, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(sbyte* values, float scale, int count, float* target)
    {
        var factor = Vector256.Create(scale);
        int t = 0;
        for (; t + 16 <= count; t += 16)
        {
            (Vector256<int> low, Vector256<int> high) = Vector256.Widen(Vector256.WidenLower(Vector128.Load(values + t).ToVector256()));
            (Vector256.ConvertToSingle(low) * factor).Store(target + t);
            (Vector256.ConvertToSingle(high) * factor).Store(target + t + 8);
        }
        for (; t < count; t++) target[t] = values[t] * scale;
    }

    /// <summary>target[t] = bit column + t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Expand(byte* bits, int column, int count, float* target)
    {
        Vector256<int> places = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        for (int t = 0; t < count;)
        {
            int at = column + t;
            if (at % 8 == 0 && count - t >= 8)
            {
                Vector256<int> set = Vector256.Equals(Vector256.Create((int)bits[at / 8]) & places, places);
                (set.AsSingle() & Vector256<float>.One).Store(target + t);
                t += 8;
                continue;
            }
            target[t++] = bits[at / 8] >> at % 8 & 1;
        }
    }

    /// <summary>Words of 32 bits, without a byte past the last bit's and with 0 for the bits behind that.</summary>
    private void CopyWords(byte* bits, int word, int count, uint* target)
    {
        int start = word * sizeof(uint), available = BytesOf(_columns) - start;
        var bytes = new Span<byte>(target, count * sizeof(uint));
        new ReadOnlySpan<byte>(bits + start, Math.Min(available, bytes.Length)).CopyTo(bytes);
        if (available >= bytes.Length && _columns % 8 == 0) return;
        if (available < bytes.Length) bytes[available..].Clear();
        if (available <= bytes.Length && _columns % 8 != 0) bytes[available - 1] &= (byte)((1 << _columns % 8) - 1);
    }
}
