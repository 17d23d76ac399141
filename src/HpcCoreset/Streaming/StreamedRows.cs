using System;

namespace HpcCoreset.Streaming;

/// <summary>Rows with a weight and a number each, one after the other; grown by copying, so that what a view sees stays memory.</summary>
internal sealed class StreamedRows
{
    private float[] _values = [];

    public double[] Weights { get; private set; } = [];

    public long[] Ids { get; private set; } = [];

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Values per row; 0 until it is known.</summary>
    public int Dimension { get; private set; }

    /// <summary>Counts the changes, so that a view of an earlier state can tell that it is stale.</summary>
    public int Version { get; private set; }

    /// <summary>Makes earlier views stale.</summary>
    public void Touch() => Version++;

    /// <summary>Forgets the rows; earlier views become stale.</summary>
    public void Clear()
    {
        Count = 0;
        Version++;
    }

    /// <summary>Makes room for rows, which are kept; allocates only when it outgrows every earlier capacity.</summary>
    /// <exception cref="InvalidOperationException">There is no array of so many values.</exception>
    public void Reserve(long capacity, int dimension)
    {
        if (Weights.Length >= capacity && Dimension == dimension) return;
        if ((Int128)capacity * dimension > Array.MaxLength)
            throw new InvalidOperationException(
                $"The stream has to keep {capacity} rows of {dimension} values by now; allowed are {Array.MaxLength} values. Take a smaller Size.");
        Dimension = dimension;
        _values = Grown(_values, (int)capacity * dimension, Count * dimension);
        Weights = Grown(Weights, (int)capacity, Count);
        Ids = Grown(Ids, (int)capacity, Count);
    }

    /// <summary>Some of the rows.</summary>
    public Points View(int first, int count) =>
        Dimension == 0 ? default : new Points(_values.AsSpan(first * Dimension, count * Dimension), Dimension);

    /// <summary>The values of some rows.</summary>
    public Span<float> Values(int first, int count) => _values.AsSpan(first * Dimension, count * Dimension);

    /// <summary>Adds a row at the end, for which there is room.</summary>
    /// <returns>Its values, to be written by the caller.</returns>
    public Span<float> Add(double weight, long id)
    {
        (Weights[Count], Ids[Count]) = (weight, id);
        return Values(Count++, 1);
    }

    /// <summary>Puts rows in the place of others and moves those behind them; there is room.</summary>
    /// <param name="first">Where they go.</param>
    /// <param name="replaced">How many rows they replace; 0 inserts.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="sourceFirst">The first of them there.</param>
    /// <param name="count">Their number.</param>
    public void Replace(int first, int replaced, StreamedRows source, int sourceFirst, int count)
    {
        int end = first + replaced, rest = Count - end;
        if (rest > 0 && replaced != count) CopyTo(end, this, first + count, rest);
        source.CopyTo(sourceFirst, this, first, count);
        Count += count - replaced;
    }

    private void CopyTo(int first, StreamedRows target, int targetFirst, int count)
    {
        Values(first, count).CopyTo(target.Values(targetFirst, count));
        Weights.AsSpan(first, count).CopyTo(target.Weights.AsSpan(targetFirst, count));
        Ids.AsSpan(first, count).CopyTo(target.Ids.AsSpan(targetFirst, count));
    }

    private static T[] Grown<T>(T[] old, int capacity, int count)
    {
        T[] grown = GC.AllocateUninitializedArray<T>(capacity);
        old.AsSpan(0, count).CopyTo(grown);
        return grown;
    }
}
