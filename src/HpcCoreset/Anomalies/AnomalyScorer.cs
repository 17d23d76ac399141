using System;
using HpcCoreset.Anomalies;

namespace HpcCoreset;

/// <summary>
/// Tells how unlike normal rows a row is: the mean distance to the nearest of them, up to a mass. Holds a copy of the normal rows, for
/// which a coreset of them will do.
/// </summary>
/// <remarks>
/// <para>
/// Scores by distances to the nearest neighbours (Ramaswamy, Rastogi, Shim, SIGMOD 2000; the mean of them: Angiulli, Pizzuti, PKDD 2002),
/// where a row of weight w counts as w rows: a row that stands for 20 others is a better sign of normality than one that stands for
/// itself, as outliers among the normal rows do in a coreset (Lucic, Bachem, Krause, IJCAI 2016). A normal row that is scored is its own
/// nearest neighbour.
/// </para>
/// <para>
/// Scores are sums in double of distances in double, from the rows as given or, standardised, as scaled in float32: the same bytes for one row or many, any
/// number of threads and every instruction set. Allocates on the first call of a shape only. Not thread-safe: one scorer per thread.
/// </para>
/// </remarks>
public sealed unsafe class AnomalyScorer : IDisposable
{
    private readonly AnomalyOptions _options;
    private readonly NormalRows _normal;
    private readonly NeighbourScores _scores;
    private ExclusiveUse _use;

    /// <summary>Creates a scorer. Its workspace grows on the first calls.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AnomalyScorer(AnomalyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        if (!(options.Neighbours > 0 && double.IsFinite(options.Neighbours)))
            throw new ArgumentOutOfRangeException(
                "options.Neighbours", options.Neighbours, "options.Neighbours: allowed are finite values above 0.");
        if (options.Metric is not (Metric.SquaredEuclidean or Metric.Euclidean or Metric.Cosine or Metric.Manhattan))
            throw new ArgumentException(
                $"options.Metric: found {options.Metric}; allowed are SquaredEuclidean, Euclidean, Cosine and Manhattan, which on bits is the " +
                "Hamming distance.", nameof(options));
        _options = options;
        _normal = new NormalRows(options.Metric, options.Standardize);
        _scores = new NeighbourScores(_normal);
    }

    /// <summary>Takes the rows of a coreset for normal, with its weights, in place of those before. O(picks * dimension).</summary>
    /// <param name="points">The rows that the coreset was picked from. The picks are copied, or the centroids of a coreset that has such.</param>
    /// <param name="coreset">The coreset, of a mass of at least <see cref="AnomalyOptions.Neighbours"/>.</param>
    /// <exception cref="ArgumentException">A pick is no row of these, or rows are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">The coreset's selector has run again, or another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Fit(scoped Points points, scoped Coreset coreset)
    {
        if (coreset.Centroids.IsEmpty) Fit(points, coreset.Indices, coreset.Weights);
        else Fit(new Points(coreset.Centroids, points.Dimension), coreset.Weights);
    }

    /// <summary>Takes some of the rows for normal, in place of those before. O(picks * dimension).</summary>
    /// <param name="points">Rows of finite values. The picks are copied.</param>
    /// <param name="indices">Row numbers of the normal rows: at least one.</param>
    /// <param name="weights">
    /// One weight per index, finite, at least 0, with a sum of at least <see cref="AnomalyOptions.Neighbours"/>; or empty for 1 each.
    /// </param>
    /// <exception cref="ArgumentException">An argument is not as it must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Fit(scoped Points points, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<double> weights)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (indices.IsEmpty) throw new ArgumentException("indices: found none; at least 1 normal row is needed.", nameof(indices));
        foreach (int row in indices)
            if ((uint)row >= (uint)points.Count)
                throw new ArgumentException($"indices: found row {row}; allowed are 0 to {points.Count - 1}.", nameof(indices));
        CheckWeights(indices.Length, weights);
        RowValidation.CheckRows(points, _normal.IsSpherical, nameof(points));
        _normal.Reserve(indices.Length, points.Dimension);
        for (int i = 0; i < indices.Length; i++) _normal.Add(points, indices[i], weights.IsEmpty ? 1 : weights[i]);
        _normal.Pack(_options.Neighbours, _options.Threads);
    }

    /// <summary>Takes all the rows for normal, in place of those before. O(rows * dimension).</summary>
    /// <param name="points">At least one row of finite values; no zero row under <see cref="Metric.Cosine"/>. Copied.</param>
    /// <param name="weights">
    /// One weight per row, finite, at least 0, with a sum of at least <see cref="AnomalyOptions.Neighbours"/>; or empty for 1 each.
    /// </param>
    /// <exception cref="ArgumentException">An argument is not as it must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Fit(scoped Points points, scoped ReadOnlySpan<double> weights = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.CheckRows(points, _normal.IsSpherical, nameof(points));
        CheckWeights(points.Count, weights);
        _normal.Reserve(points.Count, points.Dimension);
        for (int row = 0; row < points.Count; row++) _normal.Add(points, row, weights.IsEmpty ? 1 : weights[row]);
        _normal.Pack(_options.Neighbours, _options.Threads);
    }

    /// <summary>Scores rows: 0 like normal rows, the higher the odder. O(rows * normal rows * dimension).</summary>
    /// <param name="points">Rows of the normal rows' dimension, of finite values; no zero row under <see cref="Metric.Cosine"/>.</param>
    /// <param name="scores">Receives one score per row, in units of the metric.</param>
    /// <exception cref="ArgumentException">An argument is not as it must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">There are no normal rows yet, or another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Score(scoped Points points, Span<float> scores)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (_normal.Count == 0) throw new InvalidOperationException("This scorer has no normal rows yet; call Fit first.");
        if (points.Dimension != _normal.Dimension)
            throw new ArgumentException($"points: found dimension {points.Dimension}; the normal rows have {_normal.Dimension}.", nameof(points));
        if (scores.Length != points.Count)
            throw new ArgumentException($"scores: found length {scores.Length} for {points.Count} rows; allowed is one per row.", nameof(scores));
        RowValidation.CheckRows(points, _normal.IsSpherical, nameof(points));
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale, target = scores)
            _scores.Run(points.Source(first, scales), target, _options.Neighbours, _options.Threads);
        GC.KeepAlive(points.Owner);
    }

    /// <summary>Scores one row, to the bytes that it has among many. O(normal rows * dimension), allocates nothing.</summary>
    /// <param name="row">As many finite values as a normal row has, not all of them 0 under <see cref="Metric.Cosine"/>.</param>
    /// <returns>0 for a row like normal rows, the higher the odder, in units of the metric.</returns>
    /// <exception cref="ArgumentException">The row is not as it must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">There are no normal rows yet, or another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public float Score(scoped ReadOnlySpan<float> row)
    {
        float score = 0;
        Score(new Points(row, Math.Max(row.Length, 1)), new Span<float>(ref score));
        return score;
    }

    /// <summary>Frees the workspace and the normal rows.</summary>
    public void Dispose()
    {
        _use.Close();
        _normal.Dispose();
    }

    private void CheckWeights(int rows, scoped ReadOnlySpan<double> weights)
    {
        double mass = rows;
        if (!weights.IsEmpty)
        {
            RowValidation.CheckWeights(rows, weights, nameof(weights));
            mass = 0;
            foreach (double weight in weights) mass += weight;
        }
        if (mass < _options.Neighbours)
            throw new ArgumentException(FormattableString.Invariant(
                $"weights: found a sum of {mass}; options.Neighbours asks for a mass of {_options.Neighbours}."), nameof(weights));
    }
}
