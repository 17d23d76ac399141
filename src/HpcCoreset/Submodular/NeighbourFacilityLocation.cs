using System;
using System.Threading;
using HpcCoreset.Kernels;

namespace HpcCoreset.Submodular;

/// <summary>
/// Facility location in which every row knows its most similar candidates only, and counts 0 while none of them is picked: a lower bound of
/// the whole one for the same picks.
/// </summary>
internal sealed unsafe class NeighbourFacilityLocation : GreedyObjective, IDisposable
{
    private readonly PackedCandidates _packed = new();
    private readonly PackedCandidates _packedCandidates = new();
    private readonly ExactSimilarity _exact = new();
    private readonly ExactSimilarity _exactCandidates = new();
    private readonly NeighbourLists _lists = new();
    private readonly FarthestPair _farthest = new();
    private readonly Coverage _coverage = new();
    private double _maximum;

    public override int Count => _packed.Candidates.Rows.Count;

    public override string Kernel => _packed.Kernel.Name;

    /// <summary>Finds every row's neighbours; the caller's rows must stay pinned until it returns.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="kernel">What computes it.</param>
    /// <param name="rows">The rows to be represented.</param>
    /// <param name="candidates">The rows that may be picked; none for the same.</param>
    /// <param name="weights">One per row to be represented, or none.</param>
    /// <param name="cancellation">Ends the run.</param>
    public void Load(
        FacilityLocationOptions options, PointKernel kernel, RowSource rows, RowSource candidates, ReadOnlySpan<double> weights,
        CancellationToken cancellation)
    {
        var form = new SimilarityForm(options.Similarity, rows.Dimension, options.Gamma);
        try
        {
            _exact.Load(form, rows);
            _packed.Load(form, kernel, rows, options.Threads);
            if (candidates.Count > 0)
            {
                _exact.LoadCandidates(_exactCandidates, candidates);
                _packed.LoadCandidates(_packedCandidates, candidates, options.Threads);
            }
            _coverage.Load(form, rows.Count, _packed.Rows.PaddedCount, weights);
            _lists.Build(_packed, _exact, options.Neighbours, options.Threads, cancellation);
            _maximum = form.IsRelativeToMaximum ? -_farthest.LowestSimilarity(_lists.Lowest, _packed, _exact, null) : 0;
        }
        finally
        {
            _exact.Release();
            _exactCandidates.Release();
        }
        Evaluations = Count;
    }

    public void Dispose()
    {
        _packed.Dispose();
        _packedCandidates.Dispose();
    }

    /// <inheritdoc/>
    public override void Reset(bool absolute) => _coverage.Clear(0 - _maximum);

    /// <inheritdoc/>
    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        for (int j = 0; j < candidates.Length; j++) bounds[j] = Gain(candidates[j]);
    }

    /// <inheritdoc/>
    public override bool BoundAll(Span<double> bounds)
    {
        for (int candidate = 0; candidate < bounds.Length; candidate++) bounds[candidate] = Gain(candidate);
        return true;
    }

    /// <inheritdoc/>
    public override double Gain(int candidate)
    {
        Evaluations++;
        ReadOnlySpan<int> rows = _lists.Rows(candidate);
        ReadOnlySpan<double> similarities = _lists.Similarities(candidate);
        double gain = 0;
        for (int j = 0; j < rows.Length; j++)
            gain += _coverage.ExactWeights[rows[j]] * Math.Max(0, similarities[j] - _coverage.Exact[rows[j]]);
        return gain;
    }

    /// <inheritdoc/>
    public override double Add(int candidate, int position, double gain)
    {
        fixed (int* rows = _lists.Rows(candidate))
        fixed (double* similarities = _lists.Similarities(candidate)) _coverage.Add(position, rows, similarities, _lists.Rows(candidate).Length);
        return gain;
    }

    /// <inheritdoc/>
    public override void Describe(CoresetBuffer coreset) => _coverage.Describe(coreset, _maximum);
}
