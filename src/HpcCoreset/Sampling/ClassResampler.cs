using System;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>
/// Random under- and oversampling of labelled rows: what one would do about rare classes without a coreset, and what a coreset with
/// <see cref="ClusteringCoresetOptions.Balance"/> is to be compared with.
/// </summary>
/// <remarks>
/// It looks at labels alone. Weights are numbers of copies, so sums over the sample do not estimate sums over the rows. Allocates on the
/// first call of a shape only. Not thread-safe: one per thread.
/// </remarks>
public sealed unsafe class ClassResampler : IDisposable
{
    private readonly ClassResamplerOptions _options;
    private readonly Partition _partition = new();
    private readonly RadixOrder _order = new();
    private readonly PinnedBuffer<int> _labels = new();
    private readonly PinnedBuffer<uint> _keys = new();
    private readonly CoresetBuffer _buffer = new();
    private ExclusiveUse _use;

    /// <summary>Creates a resampler.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ClassResampler(ClassResamplerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1, "options.Size");
        if (!Enum.IsDefined(options.Resampling))
            throw new ArgumentException($"options.Resampling: found {options.Resampling}; allowed are Under and Over.", nameof(options));
        _options = options;
    }

    /// <summary>Draws rows of each class, without replacement until all of its rows are drawn. O(rows + classes).</summary>
    /// <param name="labels">One class per row, a number from 0 to 2^20 - 1; at least one row.</param>
    /// <returns>
    /// Class after class, row numbers ascending within each, with numbers of copies as weights and the share of its class as gains: a view
    /// that the next call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">There are no labels, one is out of range, or there are more classes than rows asked for.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Coreset Select(ReadOnlySpan<int> labels)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (labels.IsEmpty) throw new ArgumentException("labels: found none; at least 1 row is needed.", nameof(labels));
        RowValidation.CheckLabels(labels.Length, labels);
        int classes = Group(labels);
        (int present, int smallest) = Count(classes);
        if (present > _options.Size)
            throw new ArgumentException($"labels: found {present} classes; options.Size allows {_options.Size}, one row of each.", nameof(labels));
        _buffer.Reset(Math.Min(_options.Size, labels.Length));
        int number = 0;
        for (int label = 0; label < classes; label++)
        {
            Span<int> members = new(_partition.Items + _partition.Starts[label], _partition.Starts[label + 1] - _partition.Starts[label]);
            if (members.IsEmpty) continue;
            int share = _options.Size / present + (number++ < _options.Size % present ? 1 : 0);
            Draw(members, _options.Resampling == ClassResampling.Under ? Math.Min(share, smallest) : share);
        }
        _buffer.Report = new SelectionReport(0, _buffer.Mass, 0, "none");
        return new Coreset(_buffer);
    }

    /// <summary>Makes coresets given out stale.</summary>
    public void Dispose()
    {
        _use.Close();
        _buffer.Reset(0);
    }

    /// <summary>The rows of each class in a random order.</summary>
    private int Group(ReadOnlySpan<int> labels)
    {
        int* own = _labels.Reserve(labels.Length);
        uint* keys = _keys.Reserve(labels.Length);
        var random = new Philox(_options.Seed, 0);
        int classes = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            (own[row], keys[row]) = (labels[row], random.UInt32((ulong)row));
            classes = Math.Max(classes, labels[row] + 1);
        }
        _partition.Run(own, labels.Length, classes, _order.Run(keys, labels.Length));
        return classes;
    }

    private (int Present, int Smallest) Count(int classes)
    {
        (int present, int smallest) = (0, int.MaxValue);
        for (int label = 0; label < classes; label++)
        {
            int rows = _partition.Starts[label + 1] - _partition.Starts[label];
            if (rows == 0) continue;
            present++;
            smallest = Math.Min(smallest, rows);
        }
        return (present, smallest);
    }

    /// <summary>Every row as often as all can be taken, and the first ones of the random order once more.</summary>
    private void Draw(Span<int> members, int share)
    {
        (int copies, int more) = Math.DivRem(share, members.Length);
        members[..more].Sort();
        members[more..].Sort();
        (int often, int seldom) = (0, more);
        while (often < more || (copies > 0 && seldom < members.Length))
        {
            bool takesOften = often < more && (copies == 0 || seldom == members.Length || members[often] < members[seldom]);
            _buffer.Add(takesOften ? members[often++] : members[seldom++], takesOften ? copies + 1 : copies, share / (double)members.Length);
        }
    }
}
