using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Mpi;

/// <summary>
/// Upper bounds of the gains of all rows of all ranks: in rounds, every rank brings some of its rows to all others, and each compares them with
/// its own. A rank's own rows are compared with each other by one triangular pass.
/// </summary>
internal sealed unsafe class AllPairs(Communicator communicator, RankRows rows, ComparedRows compared)
{
    /// <summary>Rows that a rank brings in a round; fewer where those of all ranks would be more than <see cref="MostValues"/>.</summary>
    private const int MostRows = RowPanels.ChunkRows;
    private const int MostValues = 1 << 24;

    private readonly SingletonBounds _singletons = new();
    private readonly PairwisePass _pairwise = new();
    private readonly FarthestPair _farthest = new();
    private readonly BoundSums _sums = new(communicator);
    private readonly PinnedBuffer<int> _numbers = new();
    private bool _inClosedForm;
    private bool _findsLowest;
    private double _shift;

    /// <summary>The lowest similarity of any pair, exactly, after a <see cref="Run"/> that looked for it.</summary>
    public double Lowest { get; private set; }

    /// <summary>bounds[v] = at least the gain of row v. O(own rows * rows * dimension); brings every row to every rank.</summary>
    /// <param name="bounds">One place per row of all ranks.</param>
    /// <param name="shift">What is added to this rank's part of each.</param>
    /// <param name="findLowest">Whether the lowest similarity is looked for.</param>
    public void Run(Span<double> bounds, double shift, bool findLowest)
    {
        (_inClosedForm, _findsLowest, _shift, Lowest) = (false, findLowest, shift, 0);
        Compare(bounds);
        if (!findLowest) return;
        Span<double> lowest = [Lowest];
        communicator.AllReduce(lowest, Reduction.Min);
        Lowest = lowest[0];
    }

    /// <summary>The same of the negated sums of squared distances. O((own rows + rows) * dimension) for each round.</summary>
    public void RunInClosedForm(Span<double> bounds)
    {
        (_inClosedForm, _shift) = (true, 0);
        Compare(bounds);
    }

    private void Compare(Span<double> bounds)
    {
        int ranks = communicator.Size, first = rows.Start(communicator.Rank), longest = 0;
        int together = Math.Clamp(MostValues / compared.Dimension / ranks, 1, MostRows);
        for (int rank = 0; rank < ranks; rank++) longest = Math.Max(longest, Length(rank));
        bounds.Clear();
        if (compared.Count > 0)
        {
            compared.TakeOwn();
            Bound(bounds.Slice(first, compared.Count));
        }
        for (int at = 0; ranks > 1 && at < longest; at += together) Round(at, together, bounds);
        _sums.Run(bounds);
    }

    private void Round(int at, int together, Span<double> bounds)
    {
        int total = 0;
        int* numbers = _numbers.Reserve(together * communicator.Size);
        for (int rank = 0; rank < communicator.Size; rank++)
            for (int row = at; row < Math.Min(at + together, Length(rank)); row++) numbers[total++] = rows.Start(rank) + row;
        RowSource brought = compared.Gather(_numbers.Span(total));
        for (int rank = 0, place = 0; rank < communicator.Size && compared.Count > 0; rank++)
        {
            int count = Math.Clamp(Length(rank) - at, 0, together);
            if (count > 0 && rank != communicator.Rank)
            {
                compared.Take(new RowSource(brought.Row(place, null), count, compared.Dimension, compared.Dimension));
                Bound(bounds.Slice(rows.Start(rank) + at, count));
            }
            place += count;
        }
    }

    /// <summary>This rank's part of the bounds of the candidates.</summary>
    private void Bound(Span<double> bounds)
    {
        if (_inClosedForm)
        {
            if (!compared.HaveWeight) return;
            _singletons.Run(compared.Exact, compared.Coverage, compared.Dimension);
            _singletons.Bounds.CopyTo(bounds);
            return;
        }
        _pairwise.Run(compared.Packed, compared.Coverage, compared.Cache, compared.Threads, default);
        if (compared.HaveWeight)
            for (int j = 0; j < bounds.Length; j++) bounds[j] = _pairwise.Bounds[j] + _shift;
        if (_findsLowest)
            Lowest = Math.Min(Lowest, _farthest.LowestSimilarity(_pairwise.Lowest, compared.Packed, compared.Exact, null));
    }

    private int Length(int rank) => rows.Start(rank + 1) - rows.Start(rank);
}
