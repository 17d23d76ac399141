using System;
using System.Numerics;
using HpcCoreset.Numerics;

namespace HpcCoreset.Streaming;

/// <summary>
/// Merge and reduce as a binary counter (Bentley, Saxe, J. Algorithms 1, 1980; Har-Peled, Mazumdar, STOC 2004): a full leaf is reduced
/// to a bucket of level 0, two buckets of a level to one of the next.
/// </summary>
/// <remarks>
/// All rows lie in one piece of memory, the highest level first and the open leaf last. So two buckets to be merged are neighbours,
/// their union is a view, and so is the coreset of the whole stream. Errors hardly add up over the levels: those of the many small
/// buckets below cancel out, and the highest bucket stands for about half of all rows.
/// </remarks>
internal sealed class BucketStack(CoresetStreamOptions options, ClusteringCoresetSelector selector)
{
    /// <summary>Most buckets: a level is the logarithm of a number of leaves that fits a long.</summary>
    public const int MostBuckets = 63;

    private const ulong ReductionSeeds = 3;

    private readonly Bucket[] _buckets = new Bucket[MostBuckets + 1];
    private readonly StreamedRows _picks = new();
    private readonly Philox _seeds = new(options.Seed, ReductionSeeds);
    private ExactSum _sum;
    private int _bucketCount;

    /// <summary>All rows: those of the buckets, then those of the leaf.</summary>
    public StreamedRows Rows { get; } = new();

    /// <summary>The buckets, each of a lower level than the one before.</summary>
    public ReadOnlySpan<Bucket> Buckets => _buckets.AsSpan(0, _bucketCount);

    /// <summary>Rows in the buckets; what follows is the leaf.</summary>
    public int BucketRows { get; private set; }

    /// <summary>A constant to add to every cost.</summary>
    public double Offset { get; private set; }

    /// <summary>Number of reductions so far: each has random numbers of its own.</summary>
    public ulong Reductions { get; private set; }

    /// <summary>The sum of the weights of all rows that were added, rounded once if they were whole numbers.</summary>
    public double Mass
    {
        get
        {
            _sum = default;
            foreach (Bucket bucket in Buckets) _sum.Add(bucket.Mass);
            AddWeights(Rows, BucketRows, Rows.Count - BucketRows);
            return _sum.ToDouble();
        }
    }

    /// <summary>Makes room for what so many rows become.</summary>
    public void Reserve(int dimension, long rows)
    {
        long fullLeaves = (rows - 1) / options.LeafRows;
        int levels = 64 - BitOperations.LeadingZeroCount((ulong)fullLeaves);
        Rows.Reserve((long)levels * options.Size + options.LeafRows, dimension);
        if (levels > 0) _picks.Reserve(options.Size, dimension);
    }

    /// <summary>Makes room for a full leaf behind the buckets.</summary>
    public void OpenLeaf(int dimension) => Rows.Reserve((long)BucketRows + options.LeafRows, dimension);

    /// <summary>Adds a row to the leaf, which is reduced before if it is full.</summary>
    /// <returns>The row's values, to be written by the caller.</returns>
    public Span<float> Add(double weight, long id)
    {
        if (Rows.Count - BucketRows == options.LeafRows) CloseLeaf();
        return Rows.Add(weight, id);
    }

    /// <summary>Takes all that another stack holds: its buckets to their levels, the highest first, then the rows of its leaf.</summary>
    public void Merge(BucketStack other)
    {
        int row = 0;
        foreach (Bucket bucket in other.Buckets)
        {
            Insert(bucket, other.Rows, row);
            row += bucket.Count;
        }
        // No more than the rows ask for: the options may be those of a file, and promise leaves that never come.
        int leaf = Math.Min(options.LeafRows, Rows.Count - BucketRows + other.Rows.Count - row);
        Rows.Reserve((long)BucketRows + leaf, other.Rows.Dimension);
        for (; row < other.Rows.Count; row++)
            other.Rows.Values(row, 1).CopyTo(Add(other.Rows.Weights[row], other.Rows.Ids[row]));
        Offset += other.Offset;
        Reductions += other.Reductions;
    }

    /// <summary>Becomes what another stack was; its rows are in <see cref="Rows"/> already.</summary>
    public void Restore(ReadOnlySpan<Bucket> buckets, double offset, ulong reductions)
    {
        buckets.CopyTo(_buckets);
        _bucketCount = buckets.Length;
        BucketRows = 0;
        foreach (Bucket bucket in buckets) BucketRows += bucket.Count;
        (Offset, Reductions) = (offset, reductions);
    }

    /// <summary>Reduces some rows to others of the same mass.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">Their number.</param>
    /// <param name="mass">What the weights of the picks shall add up to.</param>
    /// <param name="picks">Receives the picks, with centroids for values where the selector makes such.</param>
    /// <returns>What the costs lose by it.</returns>
    public double Reduce(int first, int count, double mass, StreamedRows picks)
    {
        picks.Clear();
        picks.Reserve(Math.Min(options.Size, count), Rows.Dimension);
        Coreset coreset = selector.Select(Rows.View(first, count), Rows.Weights.AsSpan(first, count), _seeds.UInt64(Reductions));
        ReadOnlySpan<float> centroids = coreset.Centroids;
        for (int i = 0; i < coreset.Count; i++)
        {
            int row = first + coreset.Indices[i];
            ReadOnlySpan<float> values = centroids.IsEmpty ? Rows.Values(row, 1) : centroids.Slice(i * Rows.Dimension, Rows.Dimension);
            values.CopyTo(picks.Add(coreset.Weights[i], Rows.Ids[row]));
        }
        KeepMass(picks, mass);
        return coreset.Offset;
    }

    private void CloseLeaf()
    {
        int count = Rows.Count - BucketRows;
        _sum = default;
        AddWeights(Rows, BucketRows, count);
        double mass = _sum.ToDouble();
        int kept = ReduceInPlace(BucketRows, count, mass);
        _buckets[_bucketCount++] = new Bucket(0, kept, mass);
        BucketRows += kept;
        Carry(_bucketCount - 1, BucketRows - kept);
        OpenLeaf(Rows.Dimension);
    }

    private void Insert(Bucket bucket, StreamedRows source, int sourceFirst)
    {
        (int at, int row) = (0, 0);
        while (at < _bucketCount && _buckets[at].Level >= bucket.Level) row += _buckets[at++].Count;
        Rows.Reserve((long)Rows.Count + bucket.Count, source.Dimension);
        Rows.Replace(row, 0, source, sourceFirst, bucket.Count);
        _buckets.AsSpan(at, _bucketCount - at).CopyTo(_buckets.AsSpan(at + 1));
        _buckets[at] = bucket;
        _bucketCount++;
        BucketRows += bucket.Count;
        Carry(at, row);
    }

    /// <summary>Merges a bucket with its neighbour as long as they are of one level.</summary>
    /// <param name="at">The bucket.</param>
    /// <param name="row">Its first row.</param>
    private void Carry(int at, int row)
    {
        for (; at > 0 && _buckets[at - 1].Level == _buckets[at].Level; at--)
        {
            (Bucket first, Bucket second) = (_buckets[at - 1], _buckets[at]);
            (int count, double mass) = (first.Count + second.Count, first.Mass + second.Mass);
            row -= first.Count;
            int kept = ReduceInPlace(row, count, mass);
            BucketRows -= count - kept;
            _buckets[at - 1] = new Bucket(first.Level + 1, kept, mass);
            _buckets.AsSpan(at + 1, --_bucketCount - at).CopyTo(_buckets.AsSpan(at));
        }
    }

    private int ReduceInPlace(int first, int count, double mass)
    {
        Offset += Reduce(first, count, mass, _picks);
        Reductions++;
        Rows.Replace(first, count, _picks, 0, _picks.Count);
        return _picks.Count;
    }

    /// <summary>
    /// Gives what rounding took from the sum of the weights, or added to it, to the heaviest row: rows are reduced again and again, and
    /// the rounding of every time would stay.
    /// </summary>
    private void KeepMass(StreamedRows picks, double mass)
    {
        int heaviest = 0;
        for (int row = 1; row < picks.Count; row++)
            if (picks.Weights[row] > picks.Weights[heaviest]) heaviest = row;
        _sum = default;
        AddWeights(picks, 0, picks.Count);
        _sum.Add(-mass);
        picks.Weights[heaviest] -= _sum.ToDouble();
    }

    private void AddWeights(StreamedRows rows, int first, int count)
    {
        for (int row = first; row < first + count; row++) _sum.Add(rows.Weights[row]);
    }
}
