using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>Facility location: the weighted sum over all rows of the best similarity to a pick, which is one of them or of other rows.</summary>
/// <remarks>
/// <para>
/// Float32 gains are only ever bounds, raised by their rounding; gains are summed in double from the caller's rows. So the ranking of an
/// exact optimizer is that of a plain greedy in double, for any number of threads and instruction set.
/// </para>
/// <para>
/// O(rows * dimension) memory: similarities are kept only where there are few. The gains over the empty set have a closed form for squared
/// distances, and one triangular pass bounds all.
/// </para>
/// </remarks>
internal sealed unsafe class FacilityLocation : GreedyObjective, IDisposable
{
    private const long SecondLevelCache = 1 << 20;
    private readonly PackedCandidates _packed = new();
    private readonly PackedCandidates _packedCandidates = new();
    private readonly ExactSimilarity _exact = new();
    private readonly ExactSimilarity _exactCandidates = new();
    private readonly Coverage _coverage = new();
    private readonly SingletonBounds _singletons = new();
    private readonly PairwisePass _pairwise = new();
    private readonly BatchGains _batch = new();
    private readonly ExactGains _gains = new();
    private readonly FarthestPair _farthest = new();
    private readonly SimilarityCache _cache = new();
    private readonly PackedCandidates _packedReferences = new();
    private readonly ExactSimilarity _exactReferences = new();
    private readonly PinnedBuffer<double> _relevance = new();
    private readonly PinnedBuffer<int> _everyRow = new();
    private readonly PinnedBuffer<double> _similarities = new();
    private readonly FacilityLocationParts _parts = new();
    private FacilityLocationOptions _options = null!;
    private SimilarityForm _form;
    private CancellationToken _cancellation;
    private int _evaluated;
    private int _kept;
    private bool _isEmpty;
    private bool _isShifted;
    private bool _knowsPairs;
    private bool _pairsAreCurrent;
    private bool _knowsMaximum;
    private bool _knowsReferences;
    private RowSource _query;
    private RowSource _private;
    private double _maximum;

    public override int Count => _packed.Candidates.Rows.Count;

    public override bool BoundsAreGains => false;

    public override int BatchCapacity => _batch.Capacity;

    public override string Kernel => _packed.Kernel.Name;
    public override ILocalGreedy? Local => _options.LocalPartitions ? _parts : null;

    /// <summary>Rows to be represented.</summary>
    private int RowCount => _packed.Rows.Count;

    /// <summary>
    /// Takes up the rows to be represented and the candidates, which must stay pinned until <see cref="Release"/>, and makes room for all
    /// that a run of their shape may need, so that none of its later calls allocates.
    /// </summary>
    /// <param name="options">What to do.</param>
    /// <param name="kernel">What computes it.</param>
    /// <param name="rows">The rows to be represented.</param>
    /// <param name="weights">One per row to be represented, or none.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="candidates">The rows that may be picked; none for the same.</param>
    /// <param name="query">Rows up to whose similarity others count; none for all of it.</param>
    /// <param name="known">Rows beyond whose similarity others count; none for all of it.</param>
    public void Load(
        FacilityLocationOptions options, Kernels.PointKernel kernel, RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation,
        RowSource candidates = default, RowSource query = default, RowSource known = default)
    {
        (_options, _cancellation, Evaluations, _knowsPairs, _knowsMaximum) = (options, cancellation, 0, false, false);
        (_query, _private) = (query, known);
        _knowsReferences = !HasReferences;
        _form = new SimilarityForm(options.Similarity, rows.Dimension, options.Gamma, options.FirstFactor);
        _exact.Load(_form, rows);
        _packed.Load(_form, kernel, rows, options.Threads);
        if (candidates.Count > 0)
        {
            _exact.LoadCandidates(_exactCandidates, candidates);
            _packed.LoadCandidates(_packedCandidates, candidates, options.Threads);
        }
        _coverage.Load(_form, rows.Count, _packed.Rows.PaddedCount, weights);
        long cacheBytes = options.WithoutSmallMatrix ? options.CacheBytes : Math.Max(options.CacheBytes, SmallMatrixBytes());
        _cache.Reset(_packed, cacheBytes, Farthest(), options.Threads, cancellation);
        _batch.Reserve(_packed.Rows, options.BatchCapacity > 0 ? options.BatchCapacity : BatchGains.UsualCapacity);
        _gains.Reserve(_packed.Rows);
        _parts.Load(options, kernel, rows, _coverage.ExactWeights, cancellation);
    }

    /// <summary>Lets go of the caller's rows.</summary>
    public void Release()
    {
        _exact.Release();
        _exactCandidates.Release();
        _parts.Release();
        (_query, _private) = (default, default);
    }

    public void Dispose()
    {
        _packed.Dispose();
        _packedCandidates.Dispose();
        _packedReferences.Dispose();
        _parts.Dispose();
    }

    /// <inheritdoc/>
    public override void Reset(bool absolute)
    {
        (_isEmpty, _kept, _evaluated, _pairsAreCurrent) = (true, -1, -1, false);
        _isShifted = _form.IsRelativeToMaximum && !absolute && !HasReferences;
        if (_form.IsRelativeToMaximum)
        {
            // Below every similarity, so that nothing is cut off; each bound then is too high by the same amount.
            if (_isShifted || !_knowsMaximum) _coverage.Clear(-Farthest());
            if (_isShifted) return;
            FindMaximum();
            _pairsAreCurrent = false;
        }
        if (!_knowsReferences) TakeReferences();
        _coverage.Clear(Zero);
    }

    /// <inheritdoc/>
    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        _batch.Run(candidates, bounds, _packed, _coverage, _cache, _options.Threads, _cancellation);
        Evaluations += candidates.Length;
        double shift = Shift;
        for (int j = 0; j < candidates.Length; j++) bounds[j] += shift + Relevance(candidates[j]);
    }

    /// <inheritdoc/>
    public override bool BoundAll(Span<double> bounds)
    {
        if (_isEmpty && _isShifted && SingletonBounds.Exist(_form))
        {
            _singletons.Run(_exact, _coverage, _packed.Rows.Dimension);
            _singletons.Bounds.CopyTo(bounds);
            return true;
        }
        RunPairs();
        _pairwise.Bounds.CopyTo(bounds);
        double shift = Shift;
        for (int i = 0; i < bounds.Length; i++) bounds[i] += shift + Relevance(i);
        return true;
    }

    /// <inheritdoc/>
    public override double Gain(int candidate)
    {
        Evaluations++;
        _evaluated = candidate;
        return _isEmpty && _isShifted
            ? _gains.EvaluateFirst(candidate, RowCount, _exact, _coverage, _cancellation)
            : Relevance(candidate) + _gains.Evaluate(candidate, _packed, _exact, _coverage, _cache, _options.Threads, _cancellation);
    }

    /// <inheritdoc/>
    public override void Keep()
    {
        _kept = _evaluated;
        _gains.Keep();
    }

    /// <inheritdoc/>
    public override double Add(int candidate, int position, double gain)
    {
        if (_kept != candidate)
        {
            Gain(candidate);
            Keep();
        }
        bool wasEmpty = _isEmpty;
        (_isEmpty, _kept, _pairsAreCurrent) = (false, -1, false);
        if (!wasEmpty || !_isShifted)
        {
            Cover(position);
            return gain;
        }
        // The maximum is missing in what the gain was compared by.
        _coverage.Clear(double.NegativeInfinity);
        Cover(position);
        FindMaximum();
        gain = 0;
        for (int i = 0; i < RowCount; i++) gain += _coverage.ExactWeights[i] * (_maximum + _coverage.Exact[i]);
        return gain;
    }

    /// <inheritdoc/>
    public override void Describe(CoresetBuffer coreset) => _coverage.Describe(coreset, _maximum);

    /// <summary>A similarity of 0, as the covered are counted: negated distances start below it.</summary>
    private double Zero => 0 - _maximum;

    private bool HasReferences => _query.Count > 0 || _private.Count > 0 || _options.RepresentQuery;

    /// <summary>What a candidate is worth by itself, where the query is what is represented.</summary>
    private double Relevance(int candidate) => _options.RepresentQuery ? _relevance.Pointer[candidate] : 0;

    /// <summary>Finds what the query and the private rows let count: floors, ceilings and relevance stay for all runs on the same rows.</summary>
    private void TakeReferences()
    {
        _knowsReferences = true;
        if (_query.Count > 0)
        {
            CoverBy(_query);
            _coverage.NoteCeilings(_options.Eta, Zero);
        }
        if (_private.Count > 0)
        {
            CoverBy(_private);
            _coverage.NoteFloors(_options.Nu, Zero);
        }
        _coverage.Limit(fromFloors: _private.Count > 0, toCeilings: _query.Count > 0);
        _cache.Cap(_coverage);
        if (_options.RepresentQuery) FindRelevance();
    }

    /// <summary>Covers each row by the most similar of other rows.</summary>
    private void CoverBy(RowSource references)
    {
        (PackedCandidates candidates, ExactSimilarity exact) = (_packed.Candidates, _exact.Candidates);
        _packed.LoadCandidates(_packedReferences, references, _options.Threads);
        _exact.LoadCandidates(_exactReferences, references);
        _coverage.Clear(Zero);
        for (int i = 0; i < references.Count; i++)
        {
            _gains.Evaluate(i, _packed, _exact, _coverage, null, _options.Threads, _cancellation);
            _gains.Keep();
            Cover(-1);
        }
        _exactReferences.Release();
        (_packed.Candidates, _exact.Candidates) = (candidates, exact);
    }

    private void FindRelevance()
    {
        int* rows = _everyRow.Reserve(RowCount);
        double* similarities = _similarities.Reserve(RowCount), relevance = _relevance.Reserve(Count);
        for (int i = 0; i < RowCount; i++) rows[i] = i;
        for (int candidate = 0; candidate < Count; candidate++)
        {
            _exact.Evaluate(candidate, rows, RowCount, similarities);
            double best = Zero;
            for (int i = 0; i < RowCount; i++) best = Math.Max(best, similarities[i]);
            relevance[candidate] = _options.Eta * (best - Zero);
        }
    }

    private void Cover(int position) => _coverage.Add(position, _gains.Best.Rows, _gains.Best.Similarities, _gains.Best.Count);

    /// <summary>What the gains over the empty set are too high by where similarities are counted from below the lowest.</summary>
    private double Shift => _isEmpty && _isShifted ? -Farthest() * _coverage.TotalWeight : 0;

    private void RunPairs()
    {
        if (_pairsAreCurrent) return;
        _pairwise.Run(_packed, _coverage, _cache, _options.Threads, _cancellation);
        _knowsPairs = _pairsAreCurrent = true;
        Evaluations += Count;
    }

    private void FindMaximum()
    {
        if (_knowsMaximum) return;
        if (!_knowsPairs) RunPairs();
        _maximum = -_farthest.LowestSimilarity(_pairwise.Lowest, _packed, _exact, _cache);
        _knowsMaximum = true;
    }

    /// <summary>
    /// What is always spent: a matrix of all similarities if it stays in the second-level cache of current cores, or is at most twice as
    /// large as the rows, which leaves the memory O(rows * dimension). Then a similarity is read many times for one inner product.
    /// </summary>
    private long SmallMatrixBytes()
    {
        Kernels.RowPanels rows = _packed.Rows, candidates = _packed.Candidates.Rows;
        long matrix = (long)candidates.Count * rows.PaddedCount * sizeof(float);
        long twiceTheRows = ((long)rows.PaddedCount + candidates.PaddedCount) * rows.Dimension * sizeof(float);
        return matrix <= Math.Max(SecondLevelCache, twiceTheRows) ? matrix : 0;
    }

    /// <summary>At least the distance of the farthest pair: twice the largest one from the origin, and some; or all bits.</summary>
    private double Farthest()
    {
        if (!_packed.Kernel.UsesInnerProduct) return 32.0 * _packed.Rows.Dimension;
        double squared = 4.004 * _packed.LargestSquaredNorm;
        return _form.Similarity == Similarity.MaxSquaredEuclidean ? squared : Math.Sqrt(squared);
    }
}
