using System;
using System.Threading;
using Microsoft.Extensions.AI;

namespace HpcCoreset.Extensions.AI;

/// <summary>The library's selectors on items with ids: as many picks as the selector's options say, or all items where there are fewer.</summary>
/// <remarks>
/// <para>
/// What is picked, and what it costs, is said at each selector. Without items there are no picks, and no exception: a search that found
/// nothing is none. The picks are views, valid until the selector's next call and until the rows change.
/// </para>
/// <para>
/// 0 B per call after the first call of a shape; a call with fewer items than picks allocates its options. Whatever else the selectors
/// take (weights, candidates, labels) goes with <see cref="EmbeddingRows{TKey}.AsPoints"/> and <see cref="EmbeddingRows{TKey}.Name"/>.
/// </para>
/// </remarks>
public static class EmbeddingSelection
{
    /// <summary>Items that are like a query and unlike each other (maximal marginal relevance).</summary>
    /// <typeparam name="TKey">What names an item.</typeparam>
    /// <param name="selector">What <see cref="MmrOptions.Lambda"/> it weighs relevance by.</param>
    /// <param name="rows">The items: of finite values, no vector of zeros under cosine.</param>
    /// <param name="query">A vector of the items' dimension, under the same rules.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Items in the order picked; weight 1 and the score when it was picked.</returns>
    /// <exception cref="ArgumentException">Items or query are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static EmbeddingPicks<TKey> Select<TKey>(
        this MmrSelector selector, EmbeddingRows<TKey> rows, scoped ReadOnlySpan<float> query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == 0 ? default : rows.Name(selector.SelectAtMost(rows.AsPoints(), query, cancellation));
    }

    /// <inheritdoc cref="Select{TKey}(MmrSelector, EmbeddingRows{TKey}, ReadOnlySpan{float}, CancellationToken)"/>
    public static EmbeddingPicks<TKey> Select<TKey>(
        this MmrSelector selector, EmbeddingRows<TKey> rows, Embedding<float> query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Select(selector, rows, query.Vector.Span, cancellation);
    }

    /// <summary>Representatives of all items, in order of importance (facility location).</summary>
    /// <typeparam name="TKey">What names an item.</typeparam>
    /// <param name="selector">By which similarity a pick stands for an item.</param>
    /// <param name="rows">The items: of finite values, no vector of zeros under cosine.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Items in the order picked; as weight how many items each stands for, itself among them, and the marginal gain.</returns>
    /// <exception cref="ArgumentException">Items are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static EmbeddingPicks<TKey> Select<TKey>(
        this FacilityLocationSelector selector, EmbeddingRows<TKey> rows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == 0 ? default : rows.Name(selector.SelectAtMost(rows.AsPoints(), default, cancellation));
    }

    /// <summary>Representatives of the items as far as these are like a query (<see cref="ReferenceRows.Query"/>).</summary>
    /// <typeparam name="TKey">What names an item.</typeparam>
    /// <param name="selector">By which similarity a pick stands for an item, and an item is like the query.</param>
    /// <param name="rows">The items: of finite values, no vector of zeros under cosine.</param>
    /// <param name="query">A vector of the items' dimension, under the same rules.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Items in the order picked; as weight how many items each stands for, and the marginal gain.</returns>
    /// <exception cref="ArgumentException">Items or query are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static EmbeddingPicks<TKey> Select<TKey>(
        this FacilityLocationSelector selector, EmbeddingRows<TKey> rows, scoped ReadOnlySpan<float> query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0) return default;
        if (query.Length != rows.Dimension)
            throw new ArgumentException($"query: found {query.Length} values; the rows have {rows.Dimension}.", nameof(query));
        var references = new ReferenceRows { Query = new Points(query, rows.Dimension) };
        return rows.Name(selector.SelectAtMost(rows.AsPoints(), references, cancellation));
    }

    /// <inheritdoc cref="Select{TKey}(FacilityLocationSelector, EmbeddingRows{TKey}, ReadOnlySpan{float}, CancellationToken)"/>
    public static EmbeddingPicks<TKey> Select<TKey>(
        this FacilityLocationSelector selector, EmbeddingRows<TKey> rows, Embedding<float> query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Select(selector, rows, query.Vector.Span, cancellation);
    }

    /// <summary>Items under any objective: as far apart as can be (<see cref="DisparityMinObjective"/>), of the largest volume, and others.</summary>
    /// <typeparam name="TKey">What names an item.</typeparam>
    /// <param name="selector">What is maximised.</param>
    /// <param name="rows">The items: of finite values, and as the objective needs them.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Items in the order picked; weight 1, or what the objective says that a pick stands for, and the marginal gain.</returns>
    /// <exception cref="ArgumentException">Items are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static EmbeddingPicks<TKey> Select<TKey>(
        this SubmodularSelector selector, EmbeddingRows<TKey> rows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == 0 ? default : rows.Name(selector.SelectAtMost(rows.AsPoints(), cancellation));
    }

    /// <summary>A weighted subset that clusters nearly as all items do, or covers them.</summary>
    /// <typeparam name="TKey">What names an item.</typeparam>
    /// <param name="selector">By which method.</param>
    /// <param name="rows">The items: of finite values, no vector of zeros under cosine.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Items in the order picked; as weight how many items each stands for, and what <see cref="Coreset.Gains"/> are under the method.
    /// </returns>
    /// <exception cref="ArgumentException">Items are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static EmbeddingPicks<TKey> Select<TKey>(
        this ClusteringCoresetSelector selector, EmbeddingRows<TKey> rows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == 0 ? default : rows.Name(selector.Select(rows.AsPoints(), default, cancellation));
    }
}
