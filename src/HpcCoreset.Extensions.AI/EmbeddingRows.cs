using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.AI;

namespace HpcCoreset.Extensions.AI;

/// <summary>
/// Items to select from: ids and their vectors, copied into rows of one block of memory that is kept from one request to the next. The
/// result of an embedding generator, or what any vector store found.
/// </summary>
/// <remarks>
/// <para>
/// Ids are handed back and not looked at: several items may have the same one, such as passages of one document. A row number in an
/// exception of a selector is the item's, from 0 in the order added.
/// </para>
/// <para>
/// Allocates only where more memory is needed than ever before, and in <c>AddRange</c> what enumerating takes: 0 B per request after the
/// first of a shape. Not thread-safe: one per thread, beside its selector.
/// </para>
/// </remarks>
/// <typeparam name="TKey">What names an item: a number, a string, a key of a store.</typeparam>
public sealed class EmbeddingRows<TKey>
{
    private TKey[] _ids = [];
    private float[] _values = [];

    /// <summary>Number of items.</summary>
    public int Count { get; private set; }

    /// <summary>Values per vector, those of the first; 0 while there are no items.</summary>
    public int Dimension { get; private set; }

    /// <summary>The ids, in the order added. A view that the next change makes stale.</summary>
    public ReadOnlySpan<TKey> Ids => _ids.AsSpan(0, Count);

    /// <summary>Counts the changes, so that a view can tell that it is stale.</summary>
    internal int Version { get; private set; }

    /// <summary>
    /// The vectors as rows, for whatever in the library takes rows: <see cref="Name"/> gives back the ids. O(1), allocates nothing; a view
    /// that the next change makes stale.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no items, hence no dimension.</exception>
    public Points AsPoints() => Count > 0
        ? new Points(_values.AsSpan(0, Count * Dimension), Dimension)
        : throw new InvalidOperationException("There are no items; add some first.");

    /// <summary>Adds an item. O(dimension).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="vector">Its vector, copied: as many values as the first item's, at least 1. Whether they are finite the selectors check.</param>
    /// <exception cref="ArgumentException">The vector has no values, or not as many as the items before it.</exception>
    /// <exception cref="InvalidOperationException">All vectors together have more values than an array holds, some 2^31.</exception>
    public void Add(TKey id, ReadOnlySpan<float> vector)
    {
        if (vector.IsEmpty || (Count > 0 && vector.Length != Dimension))
            throw new ArgumentException(
                $"vector: found {vector.Length} values for item {Count} (id {id}); allowed {(Count > 0 ? $"are {Dimension}, as for the items before it" : "is at least 1")}.",
                nameof(vector));
        long end = (Count + 1L) * vector.Length;
        if (end > Array.MaxLength)
            throw new InvalidOperationException($"Item {Count} would be the one with which all vectors have {end} values; allowed are {Array.MaxLength}.");
        if (_ids.Length == Count) Array.Resize(ref _ids, Grown(_ids.Length, Count + 1));
        if (_values.Length < end) Array.Resize(ref _values, Grown(_values.Length, (int)end));
        vector.CopyTo(_values.AsSpan(Count * vector.Length));
        _ids[Count++] = id;
        Dimension = vector.Length;
        Version++;
    }

    /// <summary>Adds an item. O(dimension).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="embedding">Its embedding, copied; as for <see cref="Add(TKey, ReadOnlySpan{float})"/>.</param>
    /// <exception cref="ArgumentException">The embedding has no values, or not as many as the items before it.</exception>
    /// <exception cref="InvalidOperationException">All vectors together have more values than an array holds, some 2^31.</exception>
    public void Add(TKey id, Embedding<float> embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        Add(id, embedding.Vector.Span);
    }

    /// <summary>Adds items with their vectors: what any vector store found.</summary>
    /// <param name="items">Ids and vectors; as for <see cref="Add(TKey, ReadOnlySpan{float})"/>. None is added if one is refused.</param>
    /// <exception cref="ArgumentException">A vector has no values, or not as many as the others; the message says which.</exception>
    public void AddRange(IEnumerable<(TKey Id, ReadOnlyMemory<float> Vector)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        int before = Count;
        try
        {
            foreach ((TKey id, ReadOnlyMemory<float> vector) in items) Add(id, vector.Span);
        }
        catch
        {
            Truncate(before);
            throw;
        }
    }

    /// <summary>
    /// Adds items with their embeddings: those that an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> made of texts, with the texts, or
    /// whatever goes with them, as ids.
    /// </summary>
    /// <param name="ids">As many as embeddings, in the same order.</param>
    /// <param name="embeddings">As for <see cref="Add(TKey, Embedding{float})"/>. None is added if one is refused.</param>
    /// <exception cref="ArgumentException">There are not as many ids as embeddings, or an embedding has no values, or not as many as the others.</exception>
    public void AddRange(IReadOnlyCollection<TKey> ids, IReadOnlyCollection<Embedding<float>> embeddings)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(embeddings);
        if (ids.Count != embeddings.Count)
            throw new ArgumentException($"ids: found {ids.Count} ids for {embeddings.Count} embeddings; allowed is one each.", nameof(ids));
        AddRange(ids.Zip(embeddings, (id, embedding) =>
            (id, (embedding ?? throw new ArgumentNullException(nameof(embeddings), "embeddings: found null among them.")).Vector)));
    }

    /// <summary>Forgets all items and keeps the memory, for the next request. Vectors may be of another dimension from then on. O(Count).</summary>
    public void Clear() => Truncate(0);

    /// <summary>The ids of what a selector picked from <see cref="AsPoints"/>. O(1), allocates nothing.</summary>
    /// <param name="coreset">A coreset of these rows, with the items that are there now.</param>
    /// <exception cref="ArgumentException">It has a row number that is none of these rows.</exception>
    public EmbeddingPicks<TKey> Name(Coreset coreset)
    {
        foreach (int index in coreset.Indices)
            if ((uint)index >= (uint)Count)
                throw new ArgumentException($"coreset: found row {index}; there are {Count} items, and it is not a coreset of them.", nameof(coreset));
        return new EmbeddingPicks<TKey>(this, coreset);
    }

    private static int Grown(int length, int needed) => (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * length));

    private void Truncate(int count)
    {
        Array.Clear(_ids, count, Count - count); // what they refer to is not ours to keep
        Count = count;
        if (count == 0) Dimension = 0;
        Version++;
    }
}
