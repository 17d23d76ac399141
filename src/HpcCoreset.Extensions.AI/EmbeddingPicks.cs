using System;

namespace HpcCoreset.Extensions.AI;

/// <summary>
/// Items in the order picked: a view over the selector's memory and over <see cref="EmbeddingRows{TKey}"/>, valid until the selector's next
/// call and until the rows change. Use <see cref="ToArray"/> to keep them, also to get past an <c>await</c>.
/// </summary>
/// <remarks>Reading a stale view throws <see cref="InvalidOperationException"/>. Allocates nothing. The default has no picks.</remarks>
/// <typeparam name="TKey">What names an item.</typeparam>
public readonly ref struct EmbeddingPicks<TKey>
{
    private readonly EmbeddingRows<TKey>? _rows;
    private readonly Coreset _coreset;
    private readonly int _version;

    internal EmbeddingPicks(EmbeddingRows<TKey> rows, Coreset coreset)
    {
        _rows = rows;
        _coreset = coreset;
        _version = rows.Version;
    }

    /// <summary>Number of picks.</summary>
    /// <exception cref="InvalidOperationException">The view is stale.</exception>
    public int Count => _rows is null ? 0 : Checked.Count;

    /// <summary>Pick number <paramref name="position"/>.</summary>
    /// <param name="position">From 0 to <see cref="Count"/> - 1, in the order picked.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The view is stale.</exception>
    public EmbeddingPick<TKey> this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);
            Pick pick = Checked[position];
            return new(_rows!.Ids[pick.Index], pick.Index, pick.Weight, pick.Gain);
        }
    }

    private Coreset Checked => _rows!.Version == _version
        ? _coreset
        : throw new InvalidOperationException("These picks are a view over rows that have changed since; call ToArray() to keep them.");

    /// <summary>Copies the picks. O(Count); allocates the copy.</summary>
    /// <exception cref="InvalidOperationException">The view is stale.</exception>
    public EmbeddingPick<TKey>[] ToArray()
    {
        var picks = new EmbeddingPick<TKey>[Count];
        for (int i = 0; i < picks.Length; i++) picks[i] = this[i];
        return picks;
    }

    /// <summary>Enumerates the picks, in the order picked.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Enumerates <see cref="EmbeddingPicks{TKey}"/>.</summary>
    public ref struct Enumerator
    {
        private readonly EmbeddingPicks<TKey> _picks;
        private int _position;

        internal Enumerator(EmbeddingPicks<TKey> picks)
        {
            _picks = picks;
            _position = -1;
        }

        /// <summary>The current pick.</summary>
        public readonly EmbeddingPick<TKey> Current => _picks[_position];

        /// <summary>Moves to the next pick.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_position < _picks.Count;
    }
}
