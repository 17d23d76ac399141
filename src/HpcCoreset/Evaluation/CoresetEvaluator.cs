using System;
using HpcCoreset.Clustering;
using HpcCoreset.Evaluation;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>
/// Tries a coreset on candidate solutions: how far is the cost of a set of centres on the coreset from its cost on all rows?
/// </summary>
/// <remarks>
/// <para>
/// The worst set of centres is hard to find, so a handful of telling ones stand in for it (Schwiegelshohn, Sheikh-Omar, ESA 2022, and
/// more): solutions drawn from the coreset, on which a coreset flatters itself, and solutions that it has not seen.
/// </para>
/// <para>
/// Costs are computed in double from the original rows. The same seed gives the same bytes for any number of threads. Allocates on the
/// first call of a shape only. Not thread-safe: one evaluator per thread.
/// </para>
/// </remarks>
public sealed unsafe class CoresetEvaluator : IDisposable
{
    private readonly EvaluationOptions _options;
    private ExclusiveUse _use;
    private readonly WeightedRows _full;
    private readonly WeightedRows _sample;
    private readonly CandidateCentres _candidates;
    private readonly Lloyd _lloyd = new();
    private readonly TrimmedCost _trimmed = new();
    private readonly PinnedBuffer<float> _sampleRows = new();

    /// <summary>Creates an evaluator. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the metric is <see cref="Metric.Dot"/> or <see cref="Metric.Hamming"/>.</exception>
    public CoresetEvaluator(EvaluationOptions options)
        : this(options, RankGroup.Alone)
    {
    }

    /// <summary>Creates an evaluator for rows that many ranks hold: <see cref="EvaluateAcross"/>.</summary>
    internal CoresetEvaluator(EvaluationOptions options, RankGroup ranks)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1, "options.Clusters");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Candidates, 1, "options.Candidates");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        if (!(options.Outliers >= 0 && double.IsFinite(options.Outliers)))
            throw new ArgumentException(FormattableString.Invariant(
                $"options.Outliers: found {options.Outliers}; allowed are finite values of at least 0."), nameof(options));
        if (options.Metric is not (Metric.SquaredEuclidean or Metric.Euclidean or Metric.Cosine or Metric.Manhattan))
            throw new ArgumentException(
                $"options.Metric: found {options.Metric}; allowed are SquaredEuclidean, Euclidean, Cosine and Manhattan, which on bits is the " +
                "Hamming distance.", nameof(options));
        _options = options;
        _full = new WeightedRows(options.Metric, null, ranks);
        _sample = new WeightedRows(options.Metric);
        _candidates = new CandidateCentres(options, _full, _sample, _lloyd);
    }

    /// <summary>Costs of all rows and of the coreset against the same sets of centres.</summary>
    /// <param name="points">All rows.</param>
    /// <param name="coreset">The coreset, of a selector that was given these rows.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="centres">Centres of the caller's own to try as well, row-major; or empty.</param>
    /// <returns>Distortions, costs, mass and bytes.</returns>
    /// <remarks>About O(candidates * rows * clusters * dimension).</remarks>
    /// <exception cref="ArgumentException">An argument is not as it must be; the message says where.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public CoresetEvaluation Evaluate(
        scoped Points points, scoped Coreset coreset, scoped ReadOnlySpan<double> weights = default,
        scoped ReadOnlySpan<float> centres = default) =>
        Evaluate(points, coreset.Indices, coreset.Weights, weights, centres, coreset.Centroids, coreset.Offset);

    /// <inheritdoc cref="Evaluate(Points, Coreset, ReadOnlySpan{double}, ReadOnlySpan{float})"/>
    public CoresetEvaluation Evaluate(
        scoped Points points, CoresetSnapshot coreset, scoped ReadOnlySpan<double> weights = default,
        scoped ReadOnlySpan<float> centres = default)
    {
        ArgumentNullException.ThrowIfNull(coreset);
        return Evaluate(points, coreset.IndexSpan, coreset.WeightSpan, weights, centres, coreset.CentroidSpan, coreset.Offset);
    }

    /// <summary>Costs of all rows and of a coreset, given by its parts, against the same sets of centres.</summary>
    /// <param name="points">All rows.</param>
    /// <param name="indices">Row numbers of the coreset: at least one. With centroids they may be left out.</param>
    /// <param name="coresetWeights">Weights of the coreset, one per index or centroid.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="centres">Centres of the caller's own to try as well, row-major; or empty.</param>
    /// <param name="centroids">What stands in the rows' place, row-major, one per weight; or empty for the rows of <paramref name="indices"/>.</param>
    /// <param name="offset">What is added to every cost of the coreset: finite, at least 0.</param>
    /// <returns>Distortions, costs, mass and bytes.</returns>
    /// <remarks>About O(candidates * rows * clusters * dimension).</remarks>
    /// <exception cref="ArgumentException">An argument is not as it must be; the message says where.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public CoresetEvaluation Evaluate(
        scoped Points points, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<double> coresetWeights,
        scoped ReadOnlySpan<double> weights = default, scoped ReadOnlySpan<float> centres = default,
        scoped ReadOnlySpan<float> centroids = default, double offset = 0)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, weights, rejectZeroRows: _full.IsSpherical);
        CheckCoreset(points.Dimension, points.Count, indices, coresetWeights, centres, centroids, offset);
        CheckOutliers(points.Count, weights, nameof(weights));
        CheckOutliers(coresetWeights.Length, coresetWeights, nameof(coresetWeights));
        Gather(points, indices, centroids);
        return Try(points, weights, indices, coresetWeights, centres, centroids.IsEmpty, offset);
    }

    /// <summary>The same on rows that were checked and cut by chunks, with what stands in the picks' place, or their rows, which every rank has.</summary>
    /// <param name="points">This rank's rows.</param>
    /// <param name="weights">One weight per row, or empty.</param>
    /// <param name="indices">Row numbers of the coreset among the rows of all ranks; may be left out.</param>
    /// <param name="coresetWeights">Weights of the coreset.</param>
    /// <param name="centres">Centres to try as well, or empty.</param>
    /// <param name="centroids">What costs of the coreset are computed on.</param>
    /// <param name="offset">What is added to every cost of the coreset.</param>
    internal CoresetEvaluation EvaluateAcross(
        scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<double> coresetWeights,
        scoped ReadOnlySpan<float> centres, scoped ReadOnlySpan<float> centroids, double offset)
    {
        Gather(points, indices, centroids);
        return Try(points, weights, indices, coresetWeights, centres, areRows: false, offset);
    }

    /// <summary>Refuses a coreset that is none of so many rows, and centres that go with no row.</summary>
    internal void CheckCoreset(
        int dimension, int rows, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<double> coresetWeights, scoped ReadOnlySpan<float> centres,
        scoped ReadOnlySpan<float> centroids, double offset)
    {
        CheckIndices(indices, rows, centroids.IsEmpty);
        CheckRows(centroids, dimension, nameof(centroids));
        CheckRows(centres, dimension, nameof(centres));
        int count = centroids.IsEmpty ? indices.Length : centroids.Length / dimension;
        if (!indices.IsEmpty && indices.Length != count)
            throw new ArgumentException($"centroids: found {count} for {indices.Length} indices; allowed is one per index.", nameof(centroids));
        RowValidation.CheckWeights(count, coresetWeights, nameof(coresetWeights));
        if (!(offset >= 0 && double.IsFinite(offset)))
            throw new ArgumentException(FormattableString.Invariant($"offset: found {offset}; allowed are finite values of at least 0."), nameof(offset));
        if (_options.Outliers > 0 && offset > 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"offset: found {offset} with options.Outliers {_options.Outliers}; what cells have dropped cannot be trimmed, so allowed is 0."), nameof(offset));
    }

    private CoresetEvaluation Try(
        scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> picks, scoped ReadOnlySpan<double> coresetWeights,
        scoped ReadOnlySpan<float> centres, bool areRows, double offset)
    {
        int count = coresetWeights.Length;
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                RowSource rows = points.Source(first, scales);
                _full.Load(rows, weights, _options.Threads);
                _sample.Load(new RowSource(_sampleRows.Pointer, count, points.Dimension, points.Dimension), coresetWeights, _options.Threads);
                Reserve(centres.Length / points.Dimension);
                long rowBytes = areRows ? rows.RowBytes : (long)points.Dimension * sizeof(float);
                return TryAll(picks, centres, offset) with
                {
                    Mass = _sample.AddUpWeights(),
                    FullMass = _full.AddUpWeights(),
                    FullBytes = _full.TotalCount * (rows.RowBytes + (weights.IsEmpty ? 0 : sizeof(double))),
                    CoresetBytes = count * (rowBytes + sizeof(double)),
                };
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _full.Release();
                _sample.Release();
            }
        }
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _full.Dispose();
        _sample.Dispose();
        _lloyd.Dispose();
    }

    private static void CheckIndices(scoped ReadOnlySpan<int> indices, int rows, bool areNeeded)
    {
        if (indices.IsEmpty && areNeeded) throw new ArgumentException("indices: found none; a coreset has at least 1 row.", nameof(indices));
        for (int i = 0; i < indices.Length; i++)
            if ((uint)indices[i] >= (uint)rows)
                throw new ArgumentException($"indices: found row {indices[i]} at position {i}; allowed are 0 to {rows - 1}.", nameof(indices));
    }

    private void CheckRows(scoped ReadOnlySpan<float> values, int dimension, string argument)
    {
        if (values.Length % dimension != 0)
            throw new ArgumentException(
                $"{argument}: found {values.Length} values, which is not a whole number of rows of dimension {dimension}.", argument);
        if (!values.IsEmpty) RowValidation.CheckRows(new Points(values, dimension), _full.IsSpherical, argument);
    }

    private void CheckOutliers(int rows, scoped ReadOnlySpan<double> weights, string argument)
    {
        if (_options.Outliers == 0) return;
        double mass = weights.IsEmpty ? rows : 0;
        foreach (double weight in weights) mass += weight;
        if (mass <= _options.Outliers)
            throw new ArgumentException(FormattableString.Invariant(
                $"{argument}: found a sum of {mass}; options.Outliers leaves out {_options.Outliers}, so more than that is needed."), argument);
    }

    /// <summary>The weighted cost of rows against the candidate, without that of <see cref="EvaluationOptions.Outliers"/>.</summary>
    private double Cost(WeightedRows rows, int clusters)
    {
        double cost = _lloyd.Cost(rows, _candidates.Centres, clusters);
        return _options.Outliers == 0 ? cost : _trimmed.Of(_lloyd.Costs, rows.Weights, rows.Count, _options.Outliers);
    }

    /// <summary>Copies what costs are computed on: centroids, or the rows picked, decoded.</summary>
    private void Gather(scoped Points points, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<float> centroids)
    {
        int length = centroids.IsEmpty ? checked(indices.Length * points.Dimension) : centroids.Length;
        Span<float> rows = new(_sampleRows.Reserve(length), length);
        if (!centroids.IsEmpty) centroids.CopyTo(rows);
        else
            for (int i = 0; i < indices.Length; i++) points.CopyRow(indices[i], rows[(i * points.Dimension)..]);
    }

    /// <summary>Room for as many centres as asked for, not as found: it must depend on the shape of the rows alone.</summary>
    private void Reserve(int own)
    {
        int most = Math.Max(own, Math.Min(_options.Clusters, _full.TotalCount));
        _candidates.Reserve(most);
        _lloyd.Reserve(Math.Max(_full.Count, _sample.Count), _full.Dimension, most, _options.Threads);
    }

    /// <summary>The figures that do not follow from the rows alone.</summary>
    private CoresetEvaluation TryAll(scoped ReadOnlySpan<int> picks, scoped ReadOnlySpan<float> own, double offset)
    {
        DistortionTally all = default;
        Span<DistortionTally> families = stackalloc DistortionTally[CandidateCentres.Families];
        families.Clear();
        (int worst, double max, double costFull, double costCoreset) = (0, 0, 0, 0);
        int candidates = _options.Candidates + (own.IsEmpty ? 0 : 1);
        for (int candidate = 0; candidate < candidates; candidate++)
        {
            bool isOwn = candidate == _options.Candidates;
            int clusters = isOwn ? _candidates.Take(own) : _candidates.Propose(candidate, picks);
            double full = Cost(_full, clusters), sample = Cost(_sample, clusters) + offset;
            double distortion = full == sample ? 1 : Math.Max(full / sample, sample / full); // two costs of 0 agree
            all.Add(distortion);
            if (!isOwn) families[(int)CandidateCentres.FamilyOf(candidate)].Add(distortion);
            if (distortion > max) (max, worst) = (distortion, candidate);
            if (worst == candidate || isOwn) (costFull, costCoreset) = (full, sample);
        }
        return new CoresetEvaluation
        {
            Distortion = all.Figures,
            OnCoreset = families[(int)CandidateFamily.Coreset].Figures,
            HeldOut = families[(int)CandidateFamily.HeldOut].Figures,
            Hull = families[(int)CandidateFamily.Hull].Figures,
            WorstCandidate = worst,
            CostFull = costFull,
            CostCoreset = costCoreset,
        };
    }
}
