using System;
using System.Runtime.CompilerServices;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The marginal gain of one candidate as a plain loop in double would sum it. One float32 pass of upper bounds tells which rows can
/// contribute at all; only those are computed in double, and the others' terms are the zeros that the plain loop would add.
/// </summary>
internal sealed unsafe class ExactGains : IChunkedWork
{
    private readonly PinnedBuffer<float> _bounds = new();
    private readonly PinnedBuffer<float> _point = new();
    private Column _current = new();
    private Column _best = new();
    private PackedCandidates _packed = null!;
    private int _candidate;

    /// <summary>The similarities of the candidate kept by <see cref="Keep"/>.</summary>
    public Column Best => _best;

    /// <summary>Makes room for rows of a shape.</summary>
    public void Reserve(RowPanels rows)
    {
        _bounds.Reserve(rows.PaddedCount);
        _point.Reserve(rows.Dimension);
        _current.Reserve(rows.Count);
        _best.Reserve(rows.Count);
    }

    /// <summary>The gain of a candidate over what is covered. O(rows * dimension).</summary>
    public double Evaluate(
        int candidate, PackedCandidates packed, ExactSimilarity exact, Coverage coverage, SimilarityCache? cache, int threads,
        CancellationToken cancellation)
    {
        Find(candidate, packed, exact, coverage, cache, threads, cancellation);
        return AddTo(0, coverage);
    }

    /// <summary>Finds the similarities that a gain is made of, for <see cref="AddTo"/>. O(rows * dimension).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(
        int candidate, PackedCandidates packed, ExactSimilarity exact, Coverage coverage, SimilarityCache? cache, int threads,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (_packed, _candidate) = (packed, candidate);
        int count = packed.Rows.Count;
        float* bounds = _bounds.Pointer;
        if (cache != null && cache.IsFilled(candidate))
        {
            bounds = cache.Read(candidate, coverage, bounds);
        }
        else
        {
            packed.Candidates.Rows.CopyRow(candidate, _point.Pointer);
            WorkerTeam.Run(this, packed.Rows.ChunkCount, threads);
            coverage.Cap(bounds, 0, packed.Rows.PanelCount);
        }
        _current.Count = 0;
        for (int i = 0; i < count; i++)
            if (bounds[i] > coverage.Lowered[i]) _current.Rows[_current.Count++] = i;
        exact.Evaluate(candidate, _current.Rows, _current.Count, _current.Similarities);
        for (int j = 0; coverage.HasCeilings && j < _current.Count; j++)
            _current.Similarities[j] = Math.Min(_current.Similarities[j], coverage.ExactCeilings[_current.Rows[j]]);
    }

    /// <summary>Goes on with the sum of a gain over the rows before these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double AddTo(double gain, Coverage coverage)
    {
        for (int j = 0; j < _current.Count; j++)
        {
            int row = _current.Rows[j];
            gain += coverage.ExactWeights[row] * Math.Max(0, _current.Similarities[j] - coverage.Exact[row]);
        }
        return gain;
    }

    /// <summary>The weighted sum of a candidate's similarities to all rows: its gain, up to a constant, where similarities are relative to a maximum and nothing is covered.</summary>
    public double EvaluateFirst(int candidate, int count, ExactSimilarity exact, Coverage coverage, CancellationToken cancellation)
    {
        FindFirst(candidate, count, exact, cancellation);
        return AddFirstTo(0, coverage);
    }

    /// <summary>Finds a candidate's similarities to all rows, for <see cref="AddFirstTo"/>.</summary>
    public void FindFirst(int candidate, int count, ExactSimilarity exact, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _current.Count = 0;
        for (int i = 0; i < count; i++) _current.Rows[_current.Count++] = i;
        exact.Evaluate(candidate, _current.Rows, count, _current.Similarities);
    }

    /// <summary>Goes on with a weighted sum of similarities over the rows before these.</summary>
    public double AddFirstTo(double sum, Coverage coverage)
    {
        for (int i = 0; i < _current.Count; i++) sum += coverage.ExactWeights[i] * _current.Similarities[i];
        return sum;
    }

    /// <summary>Keeps the candidate evaluated last as the best.</summary>
    public void Keep() => (_current, _best) = (_best, _current);

    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _packed.Panels(chunk);
        _packed.Gains.Similarities(
            _packed.Rows, first, count, _packed.Terms, _point.Pointer, 1, _packed.Candidates.Terms + _candidate, _packed.Parameter, _bounds.Pointer, 0);
    }

    /// <summary>Some rows and a candidate's similarities to them.</summary>
    internal sealed class Column
    {
        private readonly PinnedBuffer<int> _rows = new();
        private readonly PinnedBuffer<double> _similarities = new();

        public int Count { get; set; }

        public int* Rows => _rows.Pointer;

        public double* Similarities => _similarities.Pointer;

        public void Reserve(int count)
        {
            _rows.Reserve(count);
            _similarities.Reserve(count);
        }
    }
}
