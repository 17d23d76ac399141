using System;
using System.Buffers;
using System.IO;
using HpcCoreset.Streaming;

namespace HpcCoreset;

/// <summary>
/// A coreset of any number of rows, in memory that hardly grows with them: rows are appended in blocks of any size, the coreset of all of
/// them can be read at any time, and streams over parts of the rows are merged.
/// </summary>
/// <remarks>
/// <para>
/// Merge and reduce (Bentley, Saxe 1980; Har-Peled, Mazumdar, STOC 2004): <see cref="CoresetStreamOptions.LeafRows"/> rows are reduced to
/// <see cref="CoresetStreamOptions.Size"/>, two such buckets to one, two of those to one, and so on. Weights go along, so that the weights
/// of the coreset add up to those of all rows: to the last bit as long as they are whole numbers. Reading reduces nothing: the coreset is
/// what is there, buckets and rows of the open leaf. n rows of d values take (Size log2(n / LeafRows) + LeafRows) (4 d + 16) bytes, and
/// the selector's workspace for one leaf.
/// </para>
/// <para>
/// The same rows and options give the same bytes, however the rows are cut into blocks and for any number of threads. Rows of float16,
/// int8 or bits are kept as float32. Appending allocates when the stream needs a level more than ever before, and never after
/// <see cref="Prepare"/> for as many rows. Not thread-safe: a stream per thread, merged at the end.
/// </para>
/// </remarks>
#pragma warning disable CA1711 // It is a stream, of rows: the field's word.
public sealed class CoresetStream : IDisposable
#pragma warning restore CA1711
{
    // A mass of 2^63 such weights, and its parts, are within what a selector takes.
    private const double SmallestWeight = 1e-200;
    private const double LargestWeight = 1e200;

    private readonly CoresetStreamOptions _options;
    private readonly ClusteringCoresetSelector _selector;
    private readonly StreamedRows _reduced = new();
    private ExclusiveUse _use;

    /// <summary>Creates a stream without rows. What the first one is like decides the dimension.</summary>
    /// <param name="options">What to keep.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public CoresetStream(CoresetStreamOptions options)
    {
        const int LargestSize = 1 << 28, DefaultLeaf = 4, SmallestLeaf = 2;
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1, "options.Size");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Size, LargestSize, "options.Size");
        if (options.Metric == Metric.Hamming)
            throw new ArgumentException("options.Metric: found Hamming, which counts bits; a stream keeps float32, under which Manhattan is the same.", nameof(options));
        if (options.LeafRows == 0) options = options with { LeafRows = DefaultLeaf * options.Size };
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LeafRows, SmallestLeaf * options.Size, "options.LeafRows");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LeafRows, DefaultLeaf * LargestSize, "options.LeafRows");
        _options = options;
        _selector = new ClusteringCoresetSelector(new ClusteringCoresetOptions
        {
            Size = options.Size,
            Clusters = options.Clusters,
            Method = options.Method,
            Metric = options.Metric,
            Seed = options.Seed,
            Threads = options.Threads,
        });
        Stack = new BucketStack(options, _selector);
    }

    /// <summary>What is kept.</summary>
    internal BucketStack Stack { get; }

    /// <summary>The options, <see cref="CoresetStreamOptions.LeafRows"/> filled in.</summary>
    public CoresetStreamOptions Options => _options;

    /// <summary>Values per row; 0 before the first row.</summary>
    public int Dimension => Stack.Rows.Dimension;

    /// <summary>Rows appended so far, those of weight 0 and of merged streams included.</summary>
    public long RowCount { get; internal set; }

    /// <summary>The number that the next row gets unless it brings one: 1 more than the largest so far.</summary>
    public long NextId { get; internal set; }

    /// <summary>The sum of all weights that were appended. O(rows of the open leaf).</summary>
    public double TotalWeight => Stack.Mass;

    /// <summary>The coreset of all rows so far: a view, of everything kept. O(1), allocates nothing.</summary>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public StreamCoreset Coreset
    {
        get
        {
            using ExclusiveUse.Call call = _use.Enter(this);
            return new StreamCoreset(Stack.Rows, Stack.Offset);
        }
    }

    /// <summary>Appends rows. About O(rows * clusters * dimension) for sensitivity sampling, O(rows * dimension) for the others.</summary>
    /// <param name="block">Any number of rows of finite values; no zero row under <see cref="Metric.Cosine"/>. They are copied.</param>
    /// <param name="weights">One weight per row, 0 or from 1e-200 to 1e200; or empty for 1 each. Rows of weight 0 are counted, not kept.</param>
    /// <param name="ids">One number per row, from 0 to 2^63 - 2; or empty for those from <see cref="NextId"/> on.</param>
    /// <exception cref="ArgumentException">Something is not as it must be: the message says where, and nothing was appended.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object, or there would be more than 2^31 values to keep.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public void Append(scoped Points block, scoped ReadOnlySpan<double> weights = default, scoped ReadOnlySpan<long> ids = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        Check(block, weights, ids);
        if (block.Count == 0) return;
        Stack.Rows.Touch();
        Stack.OpenLeaf(block.Dimension);
        for (int row = 0; row < block.Count; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            long id = ids.IsEmpty ? NextId : ids[row];
            if (weight > 0) block.CopyRow(row, Stack.Add(weight, id));
            NextId = Math.Max(NextId, id + 1);
        }
        RowCount += block.Count;
    }

    /// <summary>
    /// Appends all rows of another stream by what it keeps of them, as if it were the coreset of the two together. The order of merges
    /// decides which bytes come out, so shards are merged in an order that does not depend on which is done first.
    /// </summary>
    /// <remarks>Reduces as many buckets as there are levels, about. <see cref="NextId"/> becomes the larger of the two.</remarks>
    /// <param name="other">A stream with the same options but for seed and threads; it stays as it is.</param>
    /// <exception cref="ArgumentException">The streams do not go together; the message says why.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on one of them.</exception>
    /// <exception cref="ObjectDisposedException">One of them was disposed.</exception>
    public void Merge(CoresetStream other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this)) throw new ArgumentException("other: found the stream itself.", nameof(other));
        using ExclusiveUse.Call call = _use.Enter(this);
        using ExclusiveUse.Call otherCall = other._use.Enter(other);
        if (other._options with { Seed = _options.Seed, Threads = _options.Threads } != _options)
            throw new ArgumentException($"other: found {other._options}; allowed are the options of this stream, {_options}, but for seed and threads.", nameof(other));
        if (other.Dimension != 0)
        {
            CheckDimension(other.Dimension, nameof(other));
            Stack.Rows.Touch();
            Stack.Merge(other.Stack);
        }
        RowCount += other.RowCount;
        NextId = Math.Max(NextId, other.NextId);
    }

    /// <summary>
    /// Reduces what is kept to <see cref="CoresetStreamOptions.Size"/> rows, of the same mass, and leaves the stream as it is; to
    /// fewer if there are no more.
    /// </summary>
    /// <returns>A view, which this stream's next call that changes anything makes stale.</returns>
    /// <exception cref="InvalidOperationException">Another call is running on this object, or there are no rows.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public StreamCoreset Reduce()
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (Stack.Rows.Count == 0) throw new InvalidOperationException("The stream has no rows of positive weight yet.");
        double lost = Stack.Reduce(0, Stack.Rows.Count, Stack.Mass, _reduced);
        return new StreamCoreset(_reduced, Stack.Offset + lost);
    }

    /// <summary>Compiles what the stream will run and reserves its memory, so that appending as many rows allocates nothing.</summary>
    /// <param name="rows">Number of rows to come, at least 1.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <exception cref="ArgumentException">The stream has rows of another dimension, or an argument is out of its range.</exception>
    public void Prepare(long rows, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        using ExclusiveUse.Call call = _use.Enter(this);
        CheckDimension(dimension, nameof(dimension));
        Stack.Reserve(dimension, rows);
        if (rows > _options.LeafRows) _selector.Prepare(_options.LeafRows, dimension);
    }

    /// <summary>
    /// Writes everything that the stream needs to go on: a <c>.hpcs</c> file, of (16 + 4 d) bytes per row kept and a checksum. The same
    /// state gives the same bytes on every machine.
    /// </summary>
    /// <param name="target">Where to: it is asked for one piece of memory of the file's length.</param>
    /// <exception cref="InvalidOperationException">Another call is running on this object, or the file would be longer than 2 GB.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public void Save(IBufferWriter<byte> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using ExclusiveUse.Call call = _use.Enter(this);
        int length = CoresetStreamFile.Length(this);
        CoresetStreamFile.Write(this, target.GetSpan(length)[..length]);
        target.Advance(length);
    }

    /// <summary>Writes everything that the stream needs to go on, as <see cref="Save(IBufferWriter{byte})"/>; allocates the file.</summary>
    /// <param name="target">Where to; left open.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object, or the file would be longer than 2 GB.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public void Save(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var file = new ArrayBufferWriter<byte>();
        Save(file);
        target.Write(file.WrittenSpan);
    }

    /// <summary>A stream as it was when it was saved: it goes on with the same bytes.</summary>
    /// <param name="file">What <see cref="Save(IBufferWriter{byte})"/> wrote.</param>
    /// <param name="threads">Threads to use, at least 1 (the default); they are not saved.</param>
    /// <exception cref="InvalidDataException">The bytes are no such file, cut short or damaged; the message says how.</exception>
    public static CoresetStream Load(ReadOnlySpan<byte> file, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return CoresetStreamFile.Read(file, threads);
    }

    /// <summary>A stream as it was when it was saved, read to the end of <paramref name="source"/>, of which no more than it has is reserved.</summary>
    /// <param name="source">What <see cref="Save(Stream)"/> wrote; left open.</param>
    /// <param name="threads">Threads to use, at least 1 (the default); they are not saved.</param>
    /// <exception cref="InvalidDataException">The bytes are no such file, cut short or damaged; the message says how.</exception>
    /// <exception cref="IOException">They could not be read.</exception>
    public static CoresetStream Load(Stream source, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Load(CoresetStreamFile.Format.ReadAll(source).Span, threads);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        Stack.Rows.Touch();
        _reduced.Touch();
        _selector.Dispose();
    }

    private void Check(scoped Points block, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<long> ids)
    {
        if (!weights.IsEmpty && weights.Length != block.Count)
            throw new ArgumentException($"weights: found {weights.Length} weights for {block.Count} rows; allowed is one per row.", nameof(weights));
        if (!ids.IsEmpty && ids.Length != block.Count)
            throw new ArgumentException($"ids: found {ids.Length} numbers for {block.Count} rows; allowed is one per row.", nameof(ids));
        if (block.Count == 0) return;
        CheckDimension(block.Dimension, nameof(block));
        RowValidation.CheckRows(block, rejectZeroRows: _options.Metric == Metric.Cosine, nameof(block));
        for (int row = 0; row < weights.Length; row++)
            if (weights[row] is not (0 or >= SmallestWeight and <= LargestWeight))
                throw new ArgumentException(FormattableString.Invariant(
                    $"weights: found {weights[row]} for row {row}; allowed are 0 and values from {SmallestWeight} to {LargestWeight}."), nameof(weights));
        if (ids.IsEmpty && NextId > long.MaxValue - block.Count)
            throw new ArgumentException($"ids: found none, and there are no {block.Count} numbers from {NextId} on.", nameof(ids));
        for (int row = 0; row < ids.Length; row++)
            if (ids[row] is < 0 or long.MaxValue)
                throw new ArgumentException($"ids: found {ids[row]} for row {row}; allowed are 0 to {long.MaxValue - 1}.", nameof(ids));
    }

    private void CheckDimension(int dimension, string argument)
    {
        if (Dimension != 0 && dimension != Dimension)
            throw new ArgumentException($"{argument}: found dimension {dimension}, the rows before have {Dimension}.", argument);
    }
}
