using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// Inclusion probabilities proportional to scores for a sample of exact size without replacement: rows whose share reaches 1 are
/// certain, and the others share what is left (Tillé, Sampling Algorithms, 2006, section 2.10).
/// </summary>
/// <remarks>
/// Scores become integers (units of 2^-62 of their sum, at least 1), so that sums do not depend on their order, the sample has exactly
/// the size asked for, and the probabilities are the exact ones of what is drawn. A row of score 0 has probability 0.
/// </remarks>
internal sealed unsafe class InclusionProbabilities : IChunkedWork
{
    private const double Units = 1UL << 62;
    private readonly PinnedBuffer<ulong> _shares = new();
    private readonly PinnedBuffer<double> _sums = new();
    private readonly PinnedBuffer<Part> _parts = new();
    private double* _scores;
    private int _count;
    private double _inverse;
    private Step _step;

    private enum Step
    {
        Sum,
        Share,
        Certain,
    }

    /// <summary>The share of each row, an integer.</summary>
    public ulong* Shares => _shares.Pointer;

    /// <summary>Sum of the shares of all rows.</summary>
    public ulong Total { get; private set; }

    /// <summary>Sum of the shares of the rows of the ranks before.</summary>
    public ulong SharesBefore { get; private set; }

    /// <summary>Number of picks among the rows that are not certain.</summary>
    public int FreePicks { get; private set; }

    /// <summary>Sum of the shares of the rows that are not certain.</summary>
    public ulong FreeShares { get; private set; }

    /// <summary>Rows of this share or more are in every sample.</summary>
    public ulong CertainFrom { get; private set; }

    /// <summary>Computes the probabilities. O(rows), and a round or two more over chunks with rows that may be certain.</summary>
    /// <param name="scores">One per row: finite, not negative, with a finite sum of at least 1e-300.</param>
    /// <param name="place">Where the rows here stand among those of all ranks.</param>
    /// <param name="size">Size of the sample of all ranks, at least 1; if fewer rows have a positive score, those are the sample.</param>
    /// <param name="threads">Threads to use.</param>
    public void Build(double* scores, in RowPlace place, int size, int threads)
    {
        (RankGroup ranks, int count) = (place.Ranks, place.Count);
        int chunks = RowPanels.ChunksOf(count);
        _scores = scores;
        _count = count;
        double* sums = _sums.Reserve(chunks);
        Part* parts = _parts.Reserve(chunks);
        _shares.Reserve(count);

        Run(Step.Sum, chunks, threads);
        _inverse = 1 / ranks.SumInOrder(sums, chunks); // times 2^62 it may be infinite
        Run(Step.Share, chunks, threads);
        (int positive, ulong total) = AddUp(chunks);
        ulong sharesBefore = 0;
        for (int chunk = 0; chunk < chunks; chunk++) sharesBefore += parts[chunk].Shares;
        ranks.SumBefore(new Span<ulong>(ref sharesBefore));
        SharesBefore = sharesBefore;

        (Total, FreePicks, FreeShares, CertainFrom) = (total, size, total, ulong.MaxValue);
        if (positive <= size)
        {
            (FreePicks, FreeShares, CertainFrom) = (0, 0, 1);
            return;
        }
        // The bar only falls, so the certain rows of every round are those at or above the latest one.
        for (int certain = 0, before = -1; certain != before && FreeShares > 0;)
        {
            before = certain;
            CertainFrom = (FreeShares - 1) / (ulong)FreePicks + 1;
            Run(Step.Certain, chunks, threads);
            (certain, ulong certainShares) = AddUp(chunks);
            (FreePicks, FreeShares) = (size - certain, total - certainShares);
        }

        (int Count, ulong Shares) AddUp(int chunks)
        {
            Span<ulong> sums = [0, 0];
            for (int chunk = 0; chunk < chunks; chunk++) (sums[0], sums[1]) = (sums[0] + (ulong)parts[chunk].Rows, sums[1] + parts[chunk].Shares);
            ranks.Sum(sums);
            return ((int)sums[0], sums[1]);
        }
    }

    /// <summary>Whether a row is in every sample.</summary>
    public bool IsCertain(int row) => Shares[row] >= CertainFrom;

    /// <summary>The probability that a row is in the sample.</summary>
    public double this[int row] => IsCertain(row) ? 1 : Shares[row] * (FreePicks / (double)FreeShares);

    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * RowPanels.ChunkRows, end = first + Math.Min(RowPanels.ChunkRows, _count - first);
        switch (_step)
        {
            case Step.Sum:
                double sum = 0;
                for (int row = first; row < end; row++) sum += _scores[row];
                _sums.Pointer[chunk] = sum;
                break;
            case Step.Share:
                Share(first, end, ref _parts.Pointer[chunk]);
                break;
            default:
                Certain(first, end, ref _parts.Pointer[chunk]);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Share(int first, int end, ref Part part)
    {
        ulong* shares = _shares.Pointer;
        double* scores = _scores;
        (double inverse, int positive, ulong total, ulong largest) = (_inverse, 0, 0, 0);
        for (int row = first; row < end; row++)
        {
            double score = scores[row];
            ulong share = score > 0 ? Math.Max(1, (ulong)(score * inverse * Units)) : 0;
            shares[row] = share;
            if (share > 0) positive++;
            total += share;
            largest = Math.Max(largest, share);
        }
        part = new Part { Rows = positive, Shares = total, Largest = largest };
    }

    private void Certain(int first, int end, ref Part part)
    {
        (part.Rows, part.Shares) = (0, 0);
        if (part.Largest < CertainFrom) return;
        for (int row = first; row < end; row++)
        {
            if (_shares.Pointer[row] < CertainFrom) continue;
            part.Rows++;
            part.Shares += _shares.Pointer[row];
        }
    }

    private void Run(Step step, int chunks, int threads)
    {
        _step = step;
        WorkerTeam.Run(this, chunks, threads);
    }

    /// <summary>What is known of a chunk: its rows of positive share, later its certain ones, the sum of their shares, and the largest share.</summary>
    private struct Part
    {
        public int Rows;
        public ulong Shares;
        public ulong Largest;
    }
}
