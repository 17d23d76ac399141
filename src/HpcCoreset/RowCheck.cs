using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>The check of <see cref="RowValidation"/> on several threads: as good as always it has nothing to tell, and memory is all it waits for.</summary>
internal sealed class RowCheck : IChunkedWork
{
    private RowSource _rows;
    private bool _rejectZeroRows;
    private int _failures;

    /// <summary>Refuses rows and weights that no selector can work with, with the messages of <see cref="RowValidation.Check"/>.</summary>
    /// <exception cref="ArgumentException">Something is not as it must be; the message says what and where.</exception>
    public unsafe void Run(scoped Points points, scoped ReadOnlySpan<double> weights, bool rejectZeroRows, int threads)
    {
        if (threads == 1 || points.Count <= RowPanels.ChunkRows)
        {
            RowValidation.Check(points, weights, rejectZeroRows);
            return;
        }
        (_rejectZeroRows, _failures) = (rejectZeroRows, 0);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            _rows = points.Source(first, scales);
            WorkerTeam.Run(this, RowPanels.ChunksOf(points.Count), threads);
            _rows = default;
        }
        if (_failures > 0) RowValidation.CheckRows(points, rejectZeroRows, nameof(points));
        if (!weights.IsEmpty) RowValidation.CheckWeights(points.Count, weights, nameof(weights));
    }

    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * RowPanels.ChunkRows;
        int end = first + Math.Min(RowPanels.ChunkRows, _rows.Count - first);
        if (RowValidation.FirstBadRow(_rows, first, end, _rejectZeroRows) < end) Interlocked.Exchange(ref _failures, 1);
    }
}
