using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The similarities of one selection's rows in double, a column at a time, and the weights of the rows: what objectives of pairs stand on.
/// O(rows * dimension) memory.
/// </summary>
internal sealed unsafe class RowSimilarities(Similarity similarity, double gamma, int threads) : IDisposable
{
    private readonly ExactSimilarity _exact = new();
    private readonly Coverage _coverage = new();
    private readonly PackedCandidates _packed = new();
    private readonly SimilarityCache _cache = new();
    private readonly PairwisePass _pairwise = new();
    private readonly FarthestPair _farthest = new();
    private double _maximum;

    public SimilarityForm Form { get; private set; }

    public int Count { get; private set; }

    public int Dimension { get; private set; }

    public int Threads => threads;

    public CancellationToken Cancellation { get; private set; }

    /// <summary>The caller's rows.</summary>
    public ExactSimilarity Exact => _exact;

    /// <summary>The weights of the rows; what is covered stays unused.</summary>
    public Coverage Weights => _coverage;

    /// <summary>The distance of the farthest pair where similarities are relative to it, else 0.</summary>
    public double Maximum => _maximum;

    /// <summary>
    /// Takes up rows, which must stay pinned until <see cref="Release"/>. O(rows * dimension); similarities relative to the farthest pair
    /// have it looked for, in float32 and rows^2 * dimension / 2 multiply-adds, decided in double.
    /// </summary>
    public void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        (Form, Count, Dimension, Cancellation) = (new SimilarityForm(similarity, rows.Dimension, gamma), rows.Count, rows.Dimension, cancellation);
        _exact.Load(Form, rows);
        _maximum = 0;
        int padded = checked(RowPanels.PanelsOf(rows.Count) * RowPanels.Lanes);
        if (Form.IsRelativeToMaximum)
        {
            _packed.Load(Form, KernelCatalogue.Get(similarity, rows.IsBits, rows.Dimension), rows, threads);
            _cache.Reset(_packed, 0, 0, threads, cancellation);
            _coverage.Load(Form, rows.Count, padded, default);
            _coverage.Clear(0);
            _pairwise.Run(_packed, _coverage, _cache, threads, cancellation);
            _maximum = -_farthest.LowestSimilarity(_pairwise.Lowest, _packed, _exact, _cache);
        }
        _coverage.Load(Form, rows.Count, padded, weights);
    }

    /// <summary>Lets go of the caller's rows.</summary>
    public void Release() => _exact.Release();

    public void Dispose() => _packed.Dispose();

    /// <summary>target[i] = s(i, candidate) for all rows. O(rows * dimension).</summary>
    public void Evaluate(int candidate, double* target) => EvaluateFirst(Count, candidate, target);

    /// <summary>The same for rows i below <paramref name="end"/> only.</summary>
    public void EvaluateFirst(int end, int candidate, double* target)
    {
        Cancellation.ThrowIfCancellationRequested();
        _exact.EvaluateFirst(end, candidate, target, threads);
        if (!Form.IsRelativeToMaximum) return;
        for (int i = 0; i < end; i++) target[i] += _maximum;
    }

    /// <summary>s(row, row).</summary>
    public double Self(int row) => _exact.Self(row) + _maximum;
}
