using System;
using System.Collections.Generic;
using System.Threading;
using HpcCoreset.Evaluation;

namespace HpcCoreset;

/// <summary>Finds how small a coreset may be: the smallest size whose measured distortion is within a target.</summary>
/// <remarks>
/// <para>
/// Sizes are doubled from <see cref="ClusteringCoresetOptions.Size"/> on until one is within the target, and then bisected between that and
/// the one before. What is measured of a size is <see cref="SizeTrial"/>: the worst of the candidates of a <see cref="CoresetEvaluator"/>,
/// which have a seed of their own, on average over <see cref="SizeSearchOptions.Repetitions"/> coresets plus a standard error. No bound of
/// the theory is used, and none is proved: other candidates may be worse.
/// </para>
/// <para>
/// The same seed gives the same size for any number of threads. Allocates the list of trials, and a workspace on the first call of a
/// shape. Not thread-safe: one search per thread.
/// </para>
/// </remarks>
public sealed class SizeSearch : IDisposable
{
    private readonly SizeSearchOptions _options;
    private readonly ClusteringCoresetSelector _selector;
    private readonly CoresetEvaluator _judge;
    private ExclusiveUse _use;

    /// <summary>Creates a search. Its workspace grows on the first call.</summary>
    /// <param name="options">What to look for.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the metric is one that a <see cref="CoresetEvaluator"/> refuses.</exception>
    public SizeSearch(SizeSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Coreset, "options.Coreset");
        if (!(options.Epsilon >= 0 && double.IsFinite(options.Epsilon)))
            throw new ArgumentException(FormattableString.Invariant(
                $"options.Epsilon: found {options.Epsilon}; allowed are finite values of at least 0."), nameof(options));
        if (!(options.Resolution > 0 && options.Resolution < 1))
            throw new ArgumentException(FormattableString.Invariant(
                $"options.Resolution: found {options.Resolution}; allowed are values above 0 and below 1."), nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Repetitions, 1, "options.Repetitions");
        if (options.Coreset.Outliers > 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"options.Coreset.Outliers: found {options.Coreset.Outliers}; sizes are judged by the costs of all rows, so allowed is 0."), nameof(options));
        _options = options with { Coreset = options.Coreset with { Progress = null } };
        _selector = new ClusteringCoresetSelector(_options.Coreset);
        _judge = new CoresetEvaluator(new()
        {
            Clusters = options.Coreset.Clusters,
            Candidates = options.Candidates,
            Metric = options.Coreset.Metric,
            Threads = options.Coreset.Threads,
            Seed = ~options.Coreset.Seed, // far from those that the coresets are made with
        });
    }

    /// <summary>Searches.</summary>
    /// <param name="points">At least one row of finite values; no zero row under <see cref="Metric.Cosine"/>.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two coresets at the latest.</param>
    /// <returns>The size, and what was tried.</returns>
    /// <remarks>
    /// Some log2(size found / smallest) + log2(1 / <see cref="SizeSearchOptions.Resolution"/>) sizes are tried. Each takes
    /// <see cref="SizeSearchOptions.Repetitions"/> constructions and O(candidates * rows * clusters * dimension) each to judge them, which
    /// for nine candidates is about five times a sensitivity construction.
    /// </remarks>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public SizeChoice ChooseSize(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, weights, rejectZeroRows: _options.Coreset.Metric == Metric.Cosine);
        int all = RowValidation.PositiveCount(points.Count, weights);
        var trials = new List<SizeTrial>();
        int failed = Math.Min(_options.Coreset.Size, all) - 1, size = failed + 1;
        while (size < all && !IsWithin(size, points, weights, trials, cancellation))
            (failed, size) = (size, (int)Math.Min(2L * size, all));
        while (size - failed > Math.Max(1, _options.Resolution * size))
        {
            int middle = failed + (size - failed) / 2;
            if (IsWithin(middle, points, weights, trials, cancellation)) size = middle;
            else failed = middle;
        }
        return new SizeChoice(size, trials);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _selector.Dispose();
        _judge.Dispose();
    }

    private bool IsWithin(
        int size, scoped Points points, scoped ReadOnlySpan<double> weights, List<SizeTrial> trials, CancellationToken cancellation)
    {
        DistortionTally tally = default;
        double own = 0;
        for (int repetition = 0; repetition < _options.Repetitions; repetition++)
        {
            ClusteringCoresetOptions options = _options.Coreset with { Size = size, Seed = _options.Coreset.Seed + (ulong)repetition };
            Coreset coreset = _selector.Run(options, points, weights, default, cancellation);
            double distortion = _judge.Evaluate(points, coreset, weights).MaxDistortion;
            if (repetition == 0) own = distortion;
            tally.Add(distortion);
            cancellation.ThrowIfCancellationRequested();
        }
        DistortionFigures figures = tally.Figures;
        var trial = new SizeTrial(size, figures.Mean, figures.StandardError, own);
        trials.Add(trial);
        _options.Progress?.Report(trial);
        return trial.IsWithin(_options.Epsilon);
    }
}
