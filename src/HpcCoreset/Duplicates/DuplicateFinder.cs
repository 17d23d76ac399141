using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Duplicates;

namespace HpcCoreset;

/// <summary>
/// Finds rows that are nearly the same by cosine, within clusters (SemDeDup: Abbas et al., 2023), and ranks rows by how typical they are
/// of theirs (D4: Tirumala et al., NeurIPS 2023).
/// </summary>
/// <remarks>
/// <para>
/// Clusters are those of spherical k-means, found on a coreset where there are many rows. Rows of a cluster are looked at in the order of
/// <see cref="DuplicateOptions.Keep"/>: a row stays unless one that stays is like it. So no two rows of a cluster that stay are alike, and
/// each of the others is like the one that represents it. Cosines near the threshold are decided in double, from the rows as given; the
/// lower row number wins ties.
/// </para>
/// <para>
/// Memory for the rows of the largest cluster and not for their pairs. The same seed gives the same bytes for any number of threads.
/// Allocates on the first call of a shape only, to which the sizes of the clusters belong. Not thread-safe: one finder per thread.
/// </para>
/// </remarks>
public sealed unsafe class DuplicateFinder : IDisposable
{
    private readonly DuplicateOptions _options;
    private readonly SphericalClusters _clusters;
    private readonly UnitRows _rows = new();
    private readonly GreedyKeeping _keeping;
    private readonly PairCollection _pairs;
    private ExclusiveUse _use;

    /// <summary>Creates a finder. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DuplicateFinder(DuplicateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Clusters, "options.Clusters");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        if (!(options.Threshold > 0 && options.Threshold <= 1))
            throw new ArgumentOutOfRangeException(
                "options.Threshold", options.Threshold, "options.Threshold: allowed are cosines above 0, up to 1.");
        if (!Enum.IsDefined(options.Keep))
            throw new ArgumentException(
                $"options.Keep: found {options.Keep}; allowed are {string.Join(", ", Enum.GetNames<KeepRule>())}.", nameof(options));
        _options = options;
        _clusters = new SphericalClusters(options);
        _keeping = new GreedyKeeping(_rows, options.Threshold);
        _pairs = new PairCollection(_rows, options.Threshold);
    }

    /// <summary>Finds what stays, and what stands for the rest. O(rows * rows that stay of their cluster * dimension), after the clustering.</summary>
    /// <param name="points">At least one row of finite values, none of them zero.</param>
    /// <param name="representatives">
    /// Receives for each row the number of the row that represents it, of the same cluster and like it: its own number if the row stays.
    /// </param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two blocks of rows.</param>
    /// <returns>How many rows stay.</returns>
    /// <exception cref="ArgumentException">Rows are not as they must be, or the span has another length; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public int Find(scoped Points points, Span<int> representatives, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        Check(points, representatives.Length, nameof(representatives));
        GoThrough(_keeping, points, representatives, cancellation);
        int kept = 0;
        for (int row = 0; row < representatives.Length; row++)
            if (representatives[row] == row) kept++;
        return kept;
    }

    /// <summary>Finds every pair of rows of a cluster that are alike. O(rows * rows of their cluster * dimension / 2), after the clustering.</summary>
    /// <param name="points">At least one row of finite values, none of them zero.</param>
    /// <param name="pairs">Receives the pairs in place of its content, ordered by first and second row; grows with their number.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two blocks of rows.</param>
    /// <exception cref="ArgumentException">Rows are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void FindPairs(scoped Points points, List<DuplicatePair> pairs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        using ExclusiveUse.Call call = _use.Enter(this);
        Check(points, points.Count, nameof(points));
        pairs.Clear();
        _pairs.Pairs = pairs;
        GoThrough(_pairs, points, default, cancellation);
        CollectionsMarshal.AsSpan(pairs).Sort(
            static (a, b) => a.First != b.First ? a.First.CompareTo(b.First) : a.Second.CompareTo(b.Second));
    }

    /// <summary>
    /// Orders rows by how typical they are: the nearest to the centre of its own cluster first, the lower row first among equals. D4 drops
    /// the first of them, of the rows that stay (Sorscher et al., NeurIPS 2022). O(rows * clusters * dimension).
    /// </summary>
    /// <param name="points">At least one row of finite values, none of them zero.</param>
    /// <param name="order">Receives the row numbers: as many as there are rows.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Rows are not as they must be, or the span has another length; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void RankByPrototypicality(scoped Points points, Span<int> order, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        Check(points, order.Length, nameof(order));
        new Span<int>(_clusters.Rank(points, cancellation), points.Count).CopyTo(order);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _clusters.Dispose();
        _rows.Dispose();
    }

    private static void Check(scoped Points points, int found, string argument)
    {
        RowValidation.CheckRows(points, rejectZeroRows: true, nameof(points));
        if (found != points.Count)
            throw new ArgumentException($"{argument}: found length {found} for {points.Count} rows; allowed is one per row.", argument);
    }

    /// <summary>Cluster after cluster.</summary>
    private void GoThrough(SimilarPairs pairs, scoped Points points, Span<int> representatives, CancellationToken cancellation)
    {
        _clusters.Run(points, cancellation);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
            try
            {
                RowSource rows = points.Source(first, scales);
                for (int cluster = 0; cluster < _clusters.Count; cluster++)
                {
                    int start = _clusters.Starts[cluster], count = _clusters.Starts[cluster + 1] - start;
                    if (count == 0) continue;
                    _rows.Load(rows, _clusters.Members + start, count, _options.Threads);
                    pairs.Run(_options.Threads, cancellation);
                    for (int i = 0; i < count && !representatives.IsEmpty; i++)
                        representatives[_rows.Row(i)] = _rows.Row(_keeping.Representative[i]);
                }
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
    }
}
