using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Exact lazy greedy for facility location (Minoux 1978) in batches: candidates wait in a heap under upper bounds of their marginal
/// gains; the top ones are refreshed a batch at a time, and those whose bound reaches the best exact gain are decided in double.
/// </summary>
/// <remarks>
/// <para>
/// The ranking is that of a plain greedy in double, lowest index on exact ties, for any batch size, number of threads and instruction
/// set: float32 gains are only ever bounds, raised by their rounding, and an exact gain of an earlier step is a bound too, because sums
/// of non-negative terms in one order can only fall when the terms do, rounding included.
/// </para>
/// <para>
/// O(rows * dimension) memory: similarities are kept only where there are few. The first pick's bounds are a closed form where there is one; at the second pick
/// nearly every bound is stale (1,796 of 1,796 on the digits), so one triangular pass renews all.
/// </para>
/// </remarks>
internal sealed unsafe class LazyGreedy : IDisposable
{
    private const int Picked = int.MaxValue;
    private const long SecondLevelCache = 1 << 20;
    private readonly PackedCandidates _packed = new();
    private readonly ExactSimilarity _exact = new();
    private readonly Coverage _coverage = new();
    private readonly SingletonBounds _singletons = new();
    private readonly PairwisePass _pairwise = new();
    private readonly BatchGains _batch = new();
    private readonly ExactGains _gains = new();
    private readonly FarthestPair _farthest = new();
    private readonly SimilarityCache _cache = new();
    private readonly IndexedHeap _heap = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<int> _refreshed = new();
    private readonly PinnedBuffer<int> _decided = new();
    private FacilityLocationOptions _options = null!;
    private SimilarityForm _form;
    private CancellationToken _cancellation;
    private int _decidedCount;
    private int _bestIndex;
    private double _bestGain;
    private long _evaluations;
    private bool _knowsPairs;

    /// <summary>Runs the greedy and fills <paramref name="coreset"/>. The rows must stay pinned during the call.</summary>
    public void Run(
        FacilityLocationOptions options, Kernels.PointKernel kernel, RowSource rows, ReadOnlySpan<double> weights, CoresetBuffer coreset, CancellationToken cancellation)
    {
        (int count, int dimension) = (rows.Count, rows.Dimension);
        (_options, _cancellation, _evaluations, _knowsPairs) = (options, cancellation, 0, false);
        _form = new SimilarityForm(options.Similarity, dimension, options.Gamma);
        double objective = 0;
        try
        {
            Load(kernel, rows, weights);
            for (int step = 0; step < options.Size; step++)
            {
                double gain = step == 0 ? First(count, dimension, weights) : Next(step);
                objective += gain;
                coreset.Add(_bestIndex, 0, gain);
                options.Progress?.Report(step + 1);
            }
        }
        finally
        {
            _exact.Release();
        }
        for (int i = 0; i < count; i++) coreset.Weights[_coverage.Owner[i]] += _coverage.ExactWeights[i];
        coreset.Report = new SelectionReport(objective, coreset.Mass, _evaluations, kernel.Name);
    }

    public void Dispose() => _packed.Dispose();

    /// <summary>Takes up the rows and makes room for all that a run of their shape may need, so that none of its later calls allocates.</summary>
    private void Load(Kernels.PointKernel kernel, RowSource rows, ReadOnlySpan<double> weights)
    {
        int count = rows.Count;
        _exact.Load(_form, rows);
        _packed.Load(_form, kernel, rows, _options.Threads);
        _coverage.Reset(_form, count, _packed.Rows.PaddedCount, weights, 0);
        long cacheBytes = _options.WithoutSmallMatrix ? _options.CacheBytes : Math.Max(_options.CacheBytes, SmallMatrixBytes(_packed.Rows));
        _cache.Reset(_packed, cacheBytes, _options.Threads, _cancellation);
        _bounds.Reserve(count);
        _decided.Reserve(count);
        _refreshed.Reserve(count);
        _refreshed.Span(count).Fill(-1);
        _heap.Reserve(count);
        _batch.Reserve(_packed.Rows, _options.BatchCapacity);
        _gains.Reserve(_packed.Rows);
    }

    /// <summary>The first pick. Similarities relative to a maximum are compared without it, and it is found for the gain.</summary>
    private double First(int count, int dimension, ReadOnlySpan<double> weights)
    {
        double floor = 0;
        if (SingletonBounds.Exist(_form))
        {
            _singletons.Run(_exact, _coverage, count, dimension);
            _heap.Rebuild(_singletons.Bounds);
        }
        else
        {
            // Below every similarity, so that nothing is cut off; each bound then is too high by the same amount.
            if (_form.IsRelativeToMaximum) floor = -FarthestBound();
            _coverage.Reset(_form, count, _packed.Rows.PaddedCount, weights, floor);
            RenewAll(0, floor * _coverage.TotalWeight);
        }
        Begin();
        while (_heap.Count > 0 && Reaches(_heap.PeekKey, _heap.PeekIndex))
        {
            int candidate = _heap.PopTop();
            Decide(candidate, _form.IsRelativeToMaximum
                ? _gains.EvaluateFirst(candidate, count, _exact, _coverage, _cancellation)
                : _gains.Evaluate(candidate, _packed, _exact, _coverage, _cache, _options.Threads, _cancellation));
        }
        Reinsert();
        if (!_form.IsRelativeToMaximum)
        {
            Cover(0);
            return _bestGain;
        }
        _coverage.Reset(_form, count, _packed.Rows.PaddedCount, weights, double.NegativeInfinity);
        Cover(0);
        if (!_knowsPairs) RenewAll(1, 0);
        double maximum = -_farthest.LowestSimilarity(_pairwise, _packed, _exact, _cache), gain = 0;
        for (int i = 0; i < count; i++) gain += _coverage.ExactWeights[i] * (maximum + _coverage.Exact[i]);
        return gain;
    }

    private double Next(int step)
    {
        if (step == 1 && _refreshed.Pointer[_heap.PeekIndex] != 1) RenewAll(1, 0);
        Begin();
        while (_heap.Count > 0 && Reaches(_heap.PeekKey, _heap.PeekIndex))
        {
            if (_refreshed.Pointer[_heap.PeekIndex] == step)
            {
                int candidate = _heap.PopTop();
                Decide(candidate, _gains.Evaluate(candidate, _packed, _exact, _coverage, _cache, _options.Threads, _cancellation));
            }
            else
            {
                Refresh(step);
            }
        }
        Reinsert();
        Cover(step);
        return _bestGain;
    }

    /// <summary>Renews the bounds of the top stale candidates, down to the first that is fresh or out of reach.</summary>
    private void Refresh(int step)
    {
        _batch.Clear();
        while (_batch.Count < _batch.Capacity && _heap.Count > 0 && Reaches(_heap.PeekKey, _heap.PeekIndex)
            && _refreshed.Pointer[_heap.PeekIndex] != step)
        {
            _bounds.Pointer[_heap.PeekIndex] = _heap.PeekKey;
            _batch.Add(_heap.PopTop());
        }
        _batch.Run(_packed, _coverage, _cache, _options.Threads, _cancellation);
        _evaluations += _batch.Count;
        for (int j = 0; j < _batch.Count; j++)
        {
            _refreshed.Pointer[_batch[j]] = step;
            _heap.Push(Math.Min(_bounds.Pointer[_batch[j]], _batch.Bound(j)), _batch[j]);
        }
    }

    /// <summary>Renews every bound with one triangular pass; <paramref name="shift"/> is added to each.</summary>
    private void RenewAll(int step, double shift)
    {
        _pairwise.Run(_packed, _coverage, _cache, _options.Threads, _cancellation);
        _knowsPairs = true;
        _evaluations += _packed.Rows.Count;
        ReadOnlySpan<double> bounds = _pairwise.Bounds;
        _heap.Clear();
        for (int i = 0; i < bounds.Length; i++)
        {
            if (_refreshed.Pointer[i] == Picked) continue;
            _heap.Push(bounds[i] + shift, i);
            _refreshed.Pointer[i] = step;
        }
    }

    /// <summary>
    /// What is always spent: a matrix of all similarities if it stays in the second-level cache of current cores, or is at most twice as
    /// large as the rows, which leaves the memory O(rows * dimension). Then a similarity is read many times for one inner product.
    /// </summary>
    private static long SmallMatrixBytes(Kernels.RowPanels rows)
    {
        long matrix = (long)rows.Count * rows.PaddedCount * sizeof(float);
        long twiceTheRows = 2L * rows.PaddedCount * rows.Dimension * sizeof(float);
        return matrix <= Math.Max(SecondLevelCache, twiceTheRows) ? matrix : 0;
    }

    private void Begin() => (_decidedCount, _bestIndex, _bestGain) = (0, -1, double.NegativeInfinity);

    /// <summary>Whether a candidate under a bound could still be the pick.</summary>
    private bool Reaches(double bound, int index) =>
        _bestIndex < 0 || bound > _bestGain || (bound == _bestGain && index < _bestIndex);

    /// <summary>Takes note of an exact gain.</summary>
    private void Decide(int candidate, double gain)
    {
        _evaluations++;
        _decided.Pointer[_decidedCount++] = candidate;
        _bounds.Pointer[candidate] = gain;
        if (!Reaches(gain, candidate)) return;
        (_bestIndex, _bestGain) = (candidate, gain);
        _gains.Keep();
    }

    /// <summary>Puts the decided ones but the pick back, under their exact gains.</summary>
    private void Reinsert()
    {
        _refreshed.Pointer[_bestIndex] = Picked;
        for (int j = 0; j < _decidedCount; j++)
            if (_decided.Pointer[j] != _bestIndex) _heap.Push(_bounds.Pointer[_decided.Pointer[j]], _decided.Pointer[j]);
    }

    private void Cover(int step) => _coverage.Add(step, _gains.Best.Rows, _gains.Best.Similarities, _gains.Best.Count);

    /// <summary>Twice the largest distance from the origin, and some: at least the distance of the farthest pair.</summary>
    private double FarthestBound() => 2.001 * Math.Sqrt(_packed.LargestSquaredNorm);
}
