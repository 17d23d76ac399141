using System;
using System.Runtime.InteropServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>
/// The rows of all ranks, cut where chunks of 1,024 rows end, so that a sum over a chunk is one rank's and is the sum of one machine.
/// Rows that stand before a rank's first whole chunk go to the rank that has the beginning of theirs: at most 1,023 of them.
/// </summary>
/// <remarks>Where shards begin at multiples of 1,024 already nothing is sent and nothing copied; else a rank's rows are copied, as float32.</remarks>
internal sealed class AlignedRows : IDisposable
{
    private readonly Communicator _communicator;
    private readonly RankGroup _ranks;
    private readonly RankRows _rows;
    private readonly int[] _cuts;
    private PointStore? _store;
    private double[] _weights = [];
    private float[] _moved = [];
    private double[] _movedWeights = [];
    private bool _copied;

    public AlignedRows(Communicator communicator, RankGroup ranks)
    {
        (_communicator, _ranks) = (communicator, ranks);
        (_rows, _cuts) = (new RankRows(communicator, ranks), new int[communicator.Size + 1]);
    }

    /// <summary>The first row of a rank's part of rows that all ranks can read: parts of like length that begin with a chunk.</summary>
    /// <param name="total">Rows of all ranks.</param>
    /// <param name="rank">The rank; their number for the end of the last part.</param>
    /// <param name="ranks">How many ranks there are.</param>
    public static int PartStart(int total, int rank, int ranks) => CutAt((long)total * rank / ranks, total);

    /// <summary>Rows of all ranks.</summary>
    public int Total => _cuts[^1];

    /// <summary>The number of this rank's first row.</summary>
    public int First => _cuts[_ranks.Rank];

    /// <summary>The weights of <see cref="Points"/>, or none for 1 each.</summary>
    public ReadOnlySpan<double> Weights(ReadOnlySpan<double> given) => _copied ? _weights : given;

    /// <summary>This rank's rows as they are cut.</summary>
    public Points Points(Points given) => _copied ? _store!.AsPoints() : given;

    /// <summary>Rows of positive weight of all ranks.</summary>
    public int Positive => _rows.Positive;

    /// <summary>Checks rows, and cuts them. Every rank calls it.</summary>
    /// <param name="points">This rank's rows.</param>
    /// <param name="weights">One weight per row, or none for 1 each.</param>
    /// <param name="rejectZeroRows">Whether a row of zeros, which has no direction, is refused.</param>
    /// <param name="threads">Threads to use.</param>
    /// <exception cref="ArgumentException">On some rank they are not as they must be, or all together have no rows or weights, or too many.</exception>
    public void Take(scoped Points points, scoped ReadOnlySpan<double> weights, bool rejectZeroRows, int threads)
    {
        _rows.Take(points, weights, rejectZeroRows, rejectConstantRows: false, threads);
        Cut(points, weights);
    }

    public void Dispose() => _store?.Dispose();

    private void Cut(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        int ranks = _communicator.Size, rank = _communicator.Rank;
        bool aligned = true;
        for (int r = 0; r <= ranks; r++)
        {
            _cuts[r] = CutAt(_rows.Start(r), _rows.Total);
            aligned &= _cuts[r] == _rows.Start(r);
        }
        _copied = !aligned;
        if (aligned) return;
        Span<ulong> weighted = [weights.IsEmpty ? 0UL : 1];
        _ranks.Sum(weighted);
        Copy(points, weights, weighted[0] > 0, rank);
    }

    private void Copy(scoped Points points, scoped ReadOnlySpan<double> weights, bool weighted, int rank)
    {
        int count = _cuts[rank + 1] - _cuts[rank], dimension = points.Dimension;
        if (_store?.Count != count || _store.Dimension != dimension)
        {
            _store?.Dispose();
            _store = new PointStore(count, dimension);
        }
        if (_weights.Length != (weighted ? count : 0)) _weights = weighted ? new double[count] : [];

        // Sent first, to a lower rank, and received then, from higher ones: the lowest rank sends nothing, so nobody waits in a circle.
        int head = HeadOf(rank);
        if (head > 0)
        {
            Span<float> rows = Moved(head * dimension);
            for (int row = 0; row < head; row++) points.CopyRow(row, rows[(row * dimension)..]);
            _communicator.Send(MemoryMarshal.AsBytes(rows), OwnerOfHead(rank));
            if (weighted) _communicator.Send(MemoryMarshal.AsBytes(MovedWeights(weights, head)), OwnerOfHead(rank));
        }
        int at = 0;
        for (int row = head; row < points.Count; row++, at++)
        {
            points.CopyRow(row, _store[at]);
            if (weighted) _weights[at] = weights.IsEmpty ? 1 : weights[row];
        }
        for (int other = rank + 1; other < _communicator.Size; other++)
        {
            int received = HeadOf(other);
            if (received == 0 || OwnerOfHead(other) != rank) continue;
            Span<float> rows = Moved(received * dimension);
            _communicator.Receive(MemoryMarshal.AsBytes(rows), other);
            for (int row = 0; row < received; row++) rows.Slice(row * dimension, dimension).CopyTo(_store[at + row]);
            if (weighted) _communicator.Receive(MemoryMarshal.AsBytes(_weights.AsSpan(at, received)), other);
            at += received;
        }
    }

    private static int CutAt(long row, int total) => (int)Math.Min((row + RowPanels.ChunkRows - 1) / RowPanels.ChunkRows * RowPanels.ChunkRows, total);

    /// <summary>Room for values on their way; no less than before, so that no later call of this shape allocates.</summary>
    private Span<float> Moved(int length)
    {
        if (_moved.Length < length) _moved = new float[length];
        return _moved.AsSpan(0, length);
    }

    private Span<double> MovedWeights(ReadOnlySpan<double> weights, int count)
    {
        if (_movedWeights.Length < count) _movedWeights = new double[count];
        Span<double> moved = _movedWeights.AsSpan(0, count);
        if (weights.IsEmpty) moved.Fill(1);
        else weights[..count].CopyTo(moved);
        return moved;
    }

    /// <summary>Rows of a rank that stand in a chunk which began before them.</summary>
    private int HeadOf(int rank) => Math.Min(_rows.Start(rank + 1), _cuts[rank]) - _rows.Start(rank);

    /// <summary>The rank that has the beginning of that chunk.</summary>
    private int OwnerOfHead(int rank)
    {
        int owner = rank;
        while (_cuts[owner] > _rows.Start(rank)) owner--;
        return owner;
    }
}
