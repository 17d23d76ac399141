using System;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>
/// Tries a coreset on candidate solutions: how far is the cost of a set of centres on the coreset from its cost on all rows?
/// </summary>
/// <remarks>
/// <para>
/// The worst set of centres is hard to find, so a handful of telling ones stand in for it (Schwiegelshohn, Sheikh-Omar, ESA 2022, and
/// three more): solutions drawn from the coreset, on which a coreset flatters itself, and solutions that it has not seen.
/// </para>
/// <para>
/// Costs are computed in double from the original rows. The same seed gives the same bytes for any number of threads. Allocates on the
/// first call of a shape only. Not thread-safe: one evaluator per thread.
/// </para>
/// </remarks>
public sealed unsafe class CoresetEvaluator : IDisposable
{
    private const int Kinds = 7;
    private const int CoresetSteps = 5;
    private const int FullSteps = 2;
    private const double Mix = 0.3;

    private readonly EvaluationOptions _options;
    private ExclusiveUse _use;
    private readonly WeightedRows _full;
    private readonly WeightedRows _sample;
    private readonly KMeansPlusPlus _seeding = new();
    private readonly Lloyd _lloyd = new();
    private readonly PinnedBuffer<float> _sampleRows = new();
    private readonly PinnedBuffer<double> _first = new();
    private readonly PinnedBuffer<double> _second = new();

    /// <summary>Creates an evaluator. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the metric is <see cref="Metric.Dot"/> or <see cref="Metric.Hamming"/>.</exception>
    public CoresetEvaluator(EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1, "options.Clusters");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Candidates, 1, "options.Candidates");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        if (options.Metric is not (Metric.SquaredEuclidean or Metric.Euclidean or Metric.Cosine or Metric.Manhattan))
            throw new ArgumentException(
                $"options.Metric: found {options.Metric}; allowed are SquaredEuclidean, Euclidean, Cosine and Manhattan, which on bits is the " +
                "Hamming distance.", nameof(options));
        _options = options;
        _full = new WeightedRows(options.Metric);
        _sample = new WeightedRows(options.Metric);
    }

    /// <summary>Costs of all rows and of the coreset against the same sets of centres.</summary>
    /// <param name="points">All rows.</param>
    /// <param name="indices">Row numbers of the coreset: at least one.</param>
    /// <param name="coresetWeights">Weights of the coreset, one per index.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="centres">Centres of the caller's own to try as well, row-major; or empty.</param>
    /// <returns>Distortions, costs and mass.</returns>
    /// <remarks>About O(candidates * rows * clusters * dimension).</remarks>
    /// <exception cref="ArgumentException">An argument is not as it must be; the message says where.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public CoresetEvaluation Evaluate(
        scoped Points points, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<double> coresetWeights,
        scoped ReadOnlySpan<double> weights = default, scoped ReadOnlySpan<float> centres = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, weights, rejectZeroRows: _full.IsSpherical);
        Points sample = Gather(points, indices);
        RowValidation.CheckWeights(sample.Count, coresetWeights, nameof(coresetWeights));
        if (centres.Length % points.Dimension != 0)
            throw new ArgumentException(
                $"centres: found {centres.Length} values, which is not a whole number of rows of dimension {points.Dimension}.", nameof(centres));
        if (!centres.IsEmpty) RowValidation.CheckRows(new Points(centres, points.Dimension), _full.IsSpherical, nameof(centres));
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _full.Load(points.Source(first, scales), weights, _options.Threads);
                _sample.Load(new RowSource(_sampleRows.Pointer, sample.Count, sample.Dimension, sample.Stride), coresetWeights, _options.Threads);
                Reserve(centres.Length / points.Dimension);
                return TryAll(centres);
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

    /// <summary>Room for as many centres as asked for, not as found: it must depend on the shape of the rows alone.</summary>
    private void Reserve(int own)
    {
        int most = Math.Max(own, Math.Min(_options.Clusters, _full.Count));
        _first.Reserve(checked(most * _full.Dimension));
        _second.Reserve(checked(most * _full.Dimension));
        _lloyd.Reserve(Math.Max(_full.Count, _sample.Count), _full.Dimension, most, _options.Threads);
    }

    private CoresetEvaluation TryAll(scoped ReadOnlySpan<float> own)
    {
        var tally = default(Tally);
        for (int candidate = 0; candidate < _options.Candidates; candidate++)
        {
            int clusters = Propose(candidate / Kinds, candidate % Kinds);
            tally.Add(_lloyd.Cost(_full, _first.Pointer, clusters), _lloyd.Cost(_sample, _first.Pointer, clusters), showAlways: false);
        }
        if (!own.IsEmpty)
        {
            int clusters = Take(own);
            tally.Add(_lloyd.Cost(_full, _first.Pointer, clusters), _lloyd.Cost(_sample, _first.Pointer, clusters), showAlways: true);
        }
        double mass = 0;
        for (int i = 0; i < _sample.Count; i++) mass += _sample.Weights[i];
        return tally.Result(mass);
    }

    /// <summary>Puts a candidate of a kind into the first buffer.</summary>
    /// <returns>Its number of centres.</returns>
    private int Propose(int round, int kind)
    {
        switch (kind)
        {
            case 3:
                return Seed(_full, round, 3, _first);
            case 4:
                int clusters = Seed(_sample, round, 0, _first);
                _lloyd.Run(_sample, _first.Pointer, clusters, CoresetSteps, 0);
                return clusters;
            case 5:
                int firsts = Seed(_sample, round, 0, _first);
                int seconds = Seed(_sample, round, 1, _second);
                int common = Math.Min(firsts, seconds);
                for (int i = 0; i < common * _sample.Dimension; i++)
                    _first.Pointer[i] = Mix * _first.Pointer[i] + (1 - Mix) * _second.Pointer[i];
                return common;
            case 6:
                clusters = Seed(_full, round, 3, _first);
                _lloyd.Run(_full, _first.Pointer, clusters, FullSteps, 0);
                return clusters;
            default:
                return Seed(_sample, round, kind, _first);
        }
    }

    private int Seed(WeightedRows rows, int round, int seeding, PinnedBuffer<double> target)
    {
        ulong stream = (ulong)round * Kinds + (ulong)seeding;
        _seeding.Run(rows, Math.Min(_options.Clusters, rows.Count), new Philox(_options.Seed, stream));
        double* centres = target.Reserve(checked(_seeding.Count * rows.Dimension));
        for (int c = 0; c < _seeding.Count; c++) rows.CopyTo(_seeding.Seeds[c], centres + (nint)c * rows.Dimension);
        return _seeding.Count;
    }

    /// <summary>Puts the caller's centres into the first buffer, of unit length under cosine.</summary>
    private int Take(scoped ReadOnlySpan<float> own)
    {
        int dimension = _full.Dimension;
        double* centres = _first.Reserve(own.Length);
        fixed (float* values = own)
            for (int i = 0; i < own.Length; i += dimension)
            {
                double scale = _full.IsSpherical ? 1 / Math.Sqrt(RowArithmetic.SquaredNorm(values + i, dimension)) : 1;
                for (int t = 0; t < dimension; t++) centres[i + t] = values[i + t] * scale;
            }
        return own.Length / dimension;
    }

    private Points Gather(scoped Points points, scoped ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty) throw new ArgumentException("indices: found none; a coreset has at least 1 row.", nameof(indices));
        int dimension = points.Dimension;
        Span<float> rows = new(_sampleRows.Reserve(checked(indices.Length * dimension)), indices.Length * dimension);
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)points.Count)
                throw new ArgumentException(
                    $"indices: found row {indices[i]} at position {i}; allowed are 0 to {points.Count - 1}.", nameof(indices));
            points.CopyRow(indices[i], rows[(i * dimension)..]);
        }
        return new Points(rows, dimension);
    }

    /// <summary>The figures of the candidates so far.</summary>
    private struct Tally
    {
        private int _count;
        private int _worst;
        private double _max;
        private double _sum;
        private double _full;
        private double _sample;

        public void Add(double full, double sample, bool showAlways)
        {
            // Two costs of 0 agree.
            double distortion = full == sample ? 1 : Math.Max(full / sample, sample / full);
            if (distortion > _max) (_max, _worst) = (distortion, _count);
            if (_worst == _count || showAlways) (_full, _sample) = (full, sample);
            _sum += distortion;
            _count++;
        }

        public readonly CoresetEvaluation Result(double mass) => new(_max, _sum / _count, _worst, _full, _sample, mass);
    }
}
