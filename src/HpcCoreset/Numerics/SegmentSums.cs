using System;
using System.Numerics.Tensors;

namespace HpcCoreset.Numerics;

/// <summary>Rows that are summed into tables, one per segment of them.</summary>
internal unsafe interface ISegmentedRows
{
    /// <summary>The number, among all rows, of the first row of a segment; of the segment after the last, their number.</summary>
    int Start(int segment);

    /// <summary>Adds rows of this rank to a table, in order.</summary>
    void Add(int first, int end, double* table);
}

/// <summary>
/// Tables of sums over rows: each segment of the rows has one of its own, and these are added up in order. Segments do not depend on
/// threads, nor on ranks: where a segment goes on at the next rank, so does its table.
/// </summary>
/// <remarks>
/// A rank sums its own segments first and what it took over last, so that no rank waits for another as long as there are more segments
/// than ranks.
/// </remarks>
internal sealed unsafe class SegmentSums : IChunkedWork
{
    private readonly PinnedBuffer<double> _tables = new();
    private readonly PinnedBuffer<double> _before = new();
    private ISegmentedRows _rows = null!;
    private int _cells;
    private int _first;
    private int _end;
    private int _firstSegment;
    private int _skipped;

    /// <summary>Makes room for so many values in all tables.</summary>
    public void Reserve(int values) => _tables.Reserve(values);

    /// <summary>Sums the rows of all ranks.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="segments">Number of segments of all rows.</param>
    /// <param name="cells">Values of a table.</param>
    /// <param name="place">Where this rank's rows are.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>The sums, the same on every rank.</returns>
    public double* Run(ISegmentedRows rows, int segments, int cells, in RowPlace place, int threads)
    {
        RankGroup ranks = place.Ranks;
        (_rows, _cells, _first, _end) = (rows, cells, place.First, place.First + place.Count);
        (_firstSegment, int segmentsHere) = (0, segments);
        while (segmentsHere > 1 && rows.Start(_firstSegment + 1) <= _first) (_firstSegment, segmentsHere) = (_firstSegment + 1, segmentsHere - 1);
        while (segmentsHere > 1 && rows.Start(_firstSegment + segmentsHere - 1) >= _end) segmentsHere--;
        bool goesOn = ranks.Rank < ranks.Count - 1 && rows.Start(_firstSegment + segmentsHere) > _end && _end > rows.Start(_firstSegment + segmentsHere - 1);
        bool wasBegun = ranks.Rank > 0 && rows.Start(_firstSegment) < _first && _first < rows.Start(_firstSegment + 1);
        double* tables = _tables.Reserve(checked(segmentsHere * cells));

        _skipped = wasBegun ? 1 : 0;
        double* own = tables + (nint)_skipped * cells;
        nint tableBytes = (nint)cells * sizeof(double), ownBytes = (segmentsHere - _skipped) * tableBytes;
        if (!ranks.Passes.TryRecall(own, ownBytes))
        {
            WorkerTeam.Run(this, segmentsHere - _skipped, threads);
            ranks.Passes.Keep(own, ownBytes);
        }
        if (goesOn && segmentsHere > _skipped) ranks.Send(Table(segmentsHere - 1));
        if (wasBegun)
        {
            ranks.Receive(Table(0));
            Span<double> whole = new(_before.Reserve(cells), cells); // what was received is needed if it is not recalled
            if (ranks.Passes.TryRecall(_before.Pointer, tableBytes)) whole.CopyTo(Table(0));
            else
            {
                Add(0);
                ranks.Passes.Keep(tables, tableBytes);
            }
            if (goesOn && segmentsHere == 1) ranks.Send(Table(0));
        }
        _rows = null!;

        // Of the tables that end here, the first becomes the sum.
        int ended = segmentsHere - (goesOn ? 1 : 0);
        if (ended == 0) Table(0).Clear();
        if (ranks.Rank > 0)
        {
            Span<double> before = new(_before.Reserve(cells), cells);
            ranks.Receive(before);
            TensorPrimitives.Add<double>(before, Table(0), Table(0));
        }
        for (int segment = 1; segment < ended; segment++) TensorPrimitives.Add<double>(Table(0), Table(segment), Table(0));
        ranks.HandOver(Table(0));
        return tables;
    }

    void IChunkedWork.Execute(int chunk)
    {
        int segment = chunk + _skipped;
        Table(segment).Clear();
        Add(segment);
    }

    private Span<double> Table(int segment) => new(_tables.Pointer + (nint)segment * _cells, _cells);

    private void Add(int segment)
    {
        int first = Math.Max(_first, _rows.Start(_firstSegment + segment)), end = Math.Min(_end, _rows.Start(_firstSegment + segment + 1));
        if (first < end) _rows.Add(first - _first, end - _first, _tables.Pointer + (nint)segment * _cells);
    }
}
