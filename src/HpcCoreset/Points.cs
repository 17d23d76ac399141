using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HpcCoreset;

/// <summary>
/// A view over <see cref="Count"/> rows of <see cref="Dimension"/> values in the caller's memory, row-major, with a stride: float32, or
/// a narrower kind that is read as float32. Nothing is copied and nothing is owned.
/// </summary>
/// <remarks>
/// Row <c>i</c> starts <c>i * Stride</c> values after the first. Offsets are computed in native integers, so a view may span more than
/// 2^31 values (see <see cref="PointStore"/>). Values are not read on construction; selectors reject NaN and infinity. Narrow rows are
/// decoded a few at a time where they are needed, and every result is the bytes that float32 rows of the decoded values give.
/// </remarks>
public readonly unsafe ref struct Points
{
    /// <summary>Up to here numbers of bits are exact in float32.</summary>
    private const int MostBits = 1 << 24;

    private readonly ref readonly byte _first;
    private readonly ref readonly float _scales;
    private readonly ElementKind _kind;

    /// <summary>Views <paramref name="values"/> as rows of <paramref name="dimension"/> values. O(1), allocates nothing.</summary>
    /// <param name="values">The rows, one after the other.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not a multiple of <paramref name="dimension"/>.</exception>
    [OverloadResolutionPriority(1)] // [1, 2] are floats, though they could be Halfs
    public Points(ReadOnlySpan<float> values, int dimension)
        : this(values, WholeRows(values, dimension), dimension, dimension)
    {
    }

    /// <summary>Views rows that lie <paramref name="stride"/> floats apart. O(1), allocates nothing.</summary>
    /// <param name="values">The memory that holds the rows; the last row need not be padded up to the stride.</param>
    /// <param name="count">Number of rows, at least 0.</param>
    /// <param name="dimension">Values used of each row, at least 1.</param>
    /// <param name="stride">Floats from one row to the next, at least <paramref name="dimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short for the rows.</exception>
    [OverloadResolutionPriority(1)] // [1, 2] are floats, though they could be Halfs
    public Points(ReadOnlySpan<float> values, int count, int dimension, int stride)
        : this(in First(values), ElementKind.Float32, count, dimension, stride) => CheckShape(values, count, dimension, stride);

    /// <summary>Views <paramref name="values"/> as rows of float16, half the memory of float32. O(1), allocates nothing.</summary>
    /// <param name="values">The rows, one after the other. Decoding is exact; 11 significant bits were kept by who rounded them.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not a multiple of <paramref name="dimension"/>.</exception>
    public Points(ReadOnlySpan<Half> values, int dimension)
        : this(values, WholeRows(values, dimension), dimension, dimension)
    {
    }

    /// <summary>Views rows of float16 that lie <paramref name="stride"/> values apart. O(1), allocates nothing.</summary>
    /// <param name="values">The memory that holds the rows; the last row need not be padded up to the stride.</param>
    /// <param name="count">Number of rows, at least 0.</param>
    /// <param name="dimension">Values used of each row, at least 1.</param>
    /// <param name="stride">Values from one row to the next, at least <paramref name="dimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short for the rows.</exception>
    public Points(ReadOnlySpan<Half> values, int count, int dimension, int stride)
        : this(in First(values), ElementKind.Float16, count, dimension, stride) => CheckShape(values, count, dimension, stride);

    /// <summary>
    /// Views rows of signed bytes with one scale each, a quarter of the memory of float32; see <see cref="Quantization.ToInt8"/>. O(1),
    /// allocates nothing.
    /// </summary>
    /// <param name="values">The rows, one after the other. A value is byte times scale, rounded to float32.</param>
    /// <param name="scales">One number per row, finite and above 0.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not a multiple of <paramref name="dimension"/>, or there is not one scale per row.</exception>
    public Points(ReadOnlySpan<sbyte> values, ReadOnlySpan<float> scales, int dimension)
        : this(values, scales, WholeRows(values, dimension), dimension, dimension)
    {
    }

    /// <summary>Views rows of signed bytes with one scale each that lie <paramref name="stride"/> bytes apart. O(1), allocates nothing.</summary>
    /// <param name="values">The memory that holds the rows; the last row need not be padded up to the stride.</param>
    /// <param name="scales">One number per row, finite and above 0.</param>
    /// <param name="count">Number of rows, at least 0.</param>
    /// <param name="dimension">Values used of each row, at least 1.</param>
    /// <param name="stride">Bytes from one row to the next, at least <paramref name="dimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short for the rows, or there is not one scale per row.</exception>
    public Points(ReadOnlySpan<sbyte> values, ReadOnlySpan<float> scales, int count, int dimension, int stride)
        : this(in First(values), ElementKind.Int8, count, dimension, stride)
    {
        CheckShape(values, count, dimension, stride);
        if (scales.Length != count)
            throw new ArgumentException($"scales: found {scales.Length} scales for {count} rows; allowed is one per row.", nameof(scales));
        _scales = ref MemoryMarshal.GetReference(scales);
    }

    /// <summary>Views memory whose size the caller vouches for.</summary>
    internal Points(ref readonly byte first, ElementKind kind, int count, int dimension, nint stride, object? owner = null)
        : this(in first, in Unsafe.NullRef<float>(), kind, count, dimension, stride, owner)
    {
    }

    private Points(
        ref readonly byte first, ref readonly float scales, ElementKind kind, int count, int dimension, nint stride, object? owner)
    {
        Owner = owner;
        _first = ref first;
        _scales = ref scales;
        _kind = kind;
        Count = count;
        Dimension = dimension;
        Stride = stride;
    }

    /// <summary>
    /// Views rows of bits, a 32nd of the memory of float32, whose values are 0 and 1; see <see cref="Quantization.ToSigns"/>. O(1),
    /// allocates nothing.
    /// </summary>
    /// <remarks>
    /// On 0 and 1 the number of differing bits is the squared Euclidean distance and the Manhattan distance as well.
    /// <see cref="Metric.Hamming"/> and <see cref="Similarity.MaxSquaredEuclidean"/> count bits, 32 at a time; everything else decodes.
    /// </remarks>
    /// <param name="bytes">
    /// The rows, each from a byte of its own on; bit t of a row is bit t % 8 of its byte t / 8, the lowest first (NumPy's
    /// <c>packbits(..., bitorder="little")</c>). Bits past the dimension are not looked at.
    /// </param>
    /// <param name="dimension">Bits per row, from 1 to 2^24.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is out of its range.</exception>
    /// <exception cref="ArgumentException">The number of bytes is not a multiple of those of a row.</exception>
    public static Points FromBits(ReadOnlySpan<byte> bytes, int dimension)
    {
        int stride = BytesOf(dimension);
        if (bytes.Length % stride != 0)
            throw new ArgumentException(
                $"bytes: found {bytes.Length} bytes, which is not a whole number of rows of {dimension} bits, {stride} bytes each.", nameof(bytes));
        return FromBits(bytes, bytes.Length / stride, dimension, stride);
    }

    /// <summary>Views rows of bits that lie <paramref name="stride"/> bytes apart. O(1), allocates nothing.</summary>
    /// <param name="bytes">The memory that holds the rows; the last row need not be padded up to the stride.</param>
    /// <param name="count">Number of rows, at least 0.</param>
    /// <param name="dimension">Bits used of each row, from 1 to 2^24.</param>
    /// <param name="stride">Bytes from one row to the next, at least those of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is too short for the rows.</exception>
    public static Points FromBits(ReadOnlySpan<byte> bytes, int count, int dimension, int stride)
    {
        CheckShape(bytes, count, BytesOf(dimension), stride);
        return new Points(in First(bytes), ElementKind.Bit, count, dimension, stride);
    }

    /// <summary>
    /// What owns native memory behind the view, or null. Whoever addresses the rows by pointer keeps it alive until done: the caller may
    /// have no other reference to it.
    /// </summary>
    internal object? Owner { get; }

    /// <summary>The first byte of row 0, for pinning; see <see cref="Source"/>.</summary>
    internal ref readonly byte FirstByte => ref _first;

    /// <summary>The scale of row 0, for pinning; a null reference if there are none.</summary>
    internal ref readonly float FirstScale => ref _scales;

    /// <summary>Bytes that the rows take, their scales included, without what lies between rows.</summary>
    internal long Bytes => Count * (Source(null, null).RowBytes + (_kind == ElementKind.Int8 ? sizeof(float) : 0));

    /// <summary>Whether the values are bits.</summary>
    internal bool IsBits => _kind == ElementKind.Bit;

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>Stored values from the start of one row to the start of the next; bytes for bits.</summary>
    public nint Stride { get; }

    /// <summary>Row <paramref name="index"/> of float32 rows, as a span over the caller's memory.</summary>
    /// <param name="index">Row number, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The rows are not stored as float32; see <see cref="CopyRow"/>.</exception>
    public ReadOnlySpan<float> this[int index]
    {
        get
        {
            CheckRow(index);
            ref readonly float first = ref GetPinnableReference();
            return MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in first), index * Stride), Dimension);
        }
    }

    /// <summary>Copies row <paramref name="index"/>, decoded to float32. O(<see cref="Dimension"/>), allocates nothing.</summary>
    /// <param name="index">Row number, from 0 to <see cref="Count"/> - 1.</param>
    /// <param name="target">Receives the values: at least <see cref="Dimension"/> of them.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="target"/> is too short.</exception>
    public void CopyRow(int index, Span<float> target)
    {
        CheckRow(index);
        if (target.Length < Dimension)
            throw new ArgumentException($"target: found length {target.Length}; a row has {Dimension} values.", nameof(target));
        fixed (byte* first = &_first)
        fixed (float* scales = &_scales, decoded = target) Source(first, scales).Decode(index, 0, Dimension, decoded);
    }

    /// <summary>
    /// The first <paramref name="dimension"/> values of every row, in the same memory: for embeddings trained so that a prefix is an
    /// embedding too (Kusupati et al., "Matryoshka Representation Learning", NeurIPS 2022). O(1), allocates nothing.
    /// </summary>
    /// <remarks>
    /// A squared distance loses what the other values contributed to it. Prefixes of unit rows are shorter than 1:
    /// <see cref="Metric.Cosine"/> and <see cref="Similarity.Cosine"/> scale them to length 1 again.
    /// </remarks>
    /// <param name="dimension">Values to keep of each row, from 1 to <see cref="Dimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is out of range.</exception>
    public Points Prefix(int dimension)
    {
        if (dimension < 1 || dimension > Dimension)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"dimension: allowed are 1 to {Dimension}.");
        return new Points(in _first, in _scales, _kind, Count, dimension, Stride, Owner);
    }

    /// <summary>Some of the rows, which the caller vouches for.</summary>
    internal Points Rows(int first, int count)
    {
        ref readonly float scales = ref _scales;
        if (!Unsafe.IsNullRef(in _scales)) scales = ref Unsafe.Add(ref Unsafe.AsRef(in _scales), first);
        return new Points(
            in Unsafe.AddByteOffset(ref Unsafe.AsRef(in _first), first * Source(null, null).StrideBytes), in scales, _kind, count, Dimension, Stride, Owner);
    }

    /// <summary>The first value of float32 rows, for pinning: <c>fixed (float* p = points)</c>.</summary>
    /// <exception cref="InvalidOperationException">The rows are not stored as float32.</exception>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public ref readonly float GetPinnableReference()
    {
        if (_kind != ElementKind.Float32)
            throw new InvalidOperationException($"points: the rows are stored as {_kind}, and only float32 can be read in place; CopyRow decodes a row.");
        return ref Unsafe.As<byte, float>(ref Unsafe.AsRef(in _first));
    }

    /// <summary>The rows by pointer.</summary>
    /// <param name="first">Where <see cref="FirstByte"/> is pinned.</param>
    /// <param name="scales">Where <see cref="FirstScale"/> is pinned.</param>
    internal RowSource Source(byte* first, float* scales) => new(first, scales, _kind, Count, Dimension, Stride);

    private static ref readonly byte First<T>(ReadOnlySpan<T> values) => ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values));

    private static int BytesOf(int dimension)
    {
        if (dimension < 1 || dimension > MostBits)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"dimension: allowed are 1 to {MostBits} bits.");
        return RowSource.BytesOf(dimension);
    }

    private static int WholeRows<T>(ReadOnlySpan<T> values, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return values.Length % dimension == 0
            ? values.Length / dimension
            : throw new ArgumentException(
                $"values: found {values.Length} values, which is not a whole number of rows of dimension {dimension}.", nameof(values));
    }

    private static void CheckShape<T>(ReadOnlySpan<T> values, int count, int dimension, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, dimension);
        long needed = count == 0 ? 0 : (long)(count - 1) * stride + dimension;
        if (values.Length < needed)
            throw new ArgumentException(
                $"values: {count} rows of {dimension} at stride {stride} need {needed} values, found {values.Length}.", nameof(values));
    }

    private void CheckRow(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"index: found row {index}, allowed are 0 to {Count - 1}.");
    }
}
