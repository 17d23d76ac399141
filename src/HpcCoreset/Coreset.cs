using System;

namespace HpcCoreset;

/// <summary>
/// A small weighted subset, in the order picked: a view over the memory of the selector that made it, valid until that selector's
/// next call. Use <see cref="ToOwned"/> to keep it.
/// </summary>
/// <remarks>Reading a view after the selector's next call throws <see cref="InvalidOperationException"/>. Allocates nothing.</remarks>
public readonly ref struct Coreset
{
    private readonly CoresetBuffer _buffer;
    private readonly int _version;

    internal Coreset(CoresetBuffer buffer)
    {
        _buffer = buffer;
        _version = buffer.Version;
    }

    /// <summary>Number of picks.</summary>
    public int Count => Checked.Count;

    /// <summary>Row numbers, in the order picked.</summary>
    public ReadOnlySpan<int> Indices => Checked.Indices.AsSpan(0, _buffer.Count);

    /// <summary>Weights, in the order picked: what each row stands for, in units of the input weights.</summary>
    public ReadOnlySpan<double> Weights => Checked.Weights.AsSpan(0, _buffer.Count);

    /// <summary>Marginal gains (scores) of a greedy selector, or inclusion probabilities of a sampler, in the order picked.</summary>
    public ReadOnlySpan<double> Gains => Checked.Gains.AsSpan(0, _buffer.Count);

    /// <summary>
    /// What the picks stand with where that is not their own row: one row of values per pick, row-major, in the order picked; else empty.
    /// Costs of a coreset are costs of its centroids then. See <see cref="ClusteringCoresetMethod"/>.
    /// </summary>
    public ReadOnlySpan<float> Centroids => Checked.Centroids.AsSpan(0, _buffer.Count * _buffer.Dimension);

    /// <summary>A constant to add to every cost of the coreset: what summaries of cells have dropped. 0 for samples.</summary>
    public double Offset => Checked.Offset;

    /// <summary>
    /// Rows that the picks do not stand for, ascending: those that <see cref="ClusteringCoresetMethod.KCenter"/> leaves uncovered when it is
    /// told how much it may (<see cref="ClusteringCoresetOptions.Outliers"/>); else none.
    /// </summary>
    public ReadOnlySpan<int> Outliers => Checked.Outliers.AsSpan(0, _buffer.OutlierCount);

    /// <summary>
    /// For every row that the picks stand for, the position of the pick that covers it best: the earlier on ties, the first for a row that
    /// none covers, -1 where a candidate to start from (<see cref="GreedyTerms.Initial"/>) does. The weight of a pick is the mass of the
    /// rows that it has here. Empty for selectors whose picks cover no rows.
    /// </summary>
    public ReadOnlySpan<int> Assignment => Checked.Assignment.AsSpan(0, _buffer.RowCount);

    /// <summary>
    /// For every row its similarity to what covers it best, as <see cref="Similarity"/> defines it, at least 0: the weighted sum is the
    /// objective. Empty for selectors whose picks cover no rows.
    /// </summary>
    public ReadOnlySpan<double> Coverage => Checked.Coverage.AsSpan(0, _buffer.RowCount);

    /// <summary>What the run did: objective, mass, evaluations, kernel.</summary>
    public SelectionReport Report => Checked.Report;

    /// <summary>Pick number <paramref name="position"/>.</summary>
    /// <param name="position">From 0 to <see cref="Count"/> - 1, in the order picked.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="position"/> is out of range.</exception>
    public Pick this[int position] => new(Indices[position], Weights[position], Gains[position]);

    private CoresetBuffer Checked
    {
        get
        {
            if (_buffer.Version != _version)
                throw new InvalidOperationException(
                    "This coreset is a view over its selector's memory and the selector has run again or was disposed; call ToOwned() to keep one.");
            return _buffer;
        }
    }

    /// <summary>Copies the coreset into memory of its own. O(Count); allocates the copy.</summary>
    public CoresetSnapshot ToOwned() => new(this);

    /// <summary>Enumerates the picks, in the order picked.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Enumerates the picks of a <see cref="Coreset"/>.</summary>
    public ref struct Enumerator
    {
        private readonly Coreset _coreset;
        private int _position;

        internal Enumerator(Coreset coreset)
        {
            _coreset = coreset;
            _position = -1;
        }

        /// <summary>The current pick.</summary>
        public readonly Pick Current => _coreset[_position];

        /// <summary>Moves to the next pick.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_position < _coreset.Count;
    }
}
