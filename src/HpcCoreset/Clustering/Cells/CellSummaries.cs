using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering.Cells;

/// <summary>
/// What is kept of the cells of a partition: a row that stands for each, its mass, its centroid, and the weighted squared distances of
/// its rows to the centroid, which together are the coreset's offset.
/// </summary>
/// <remarks>
/// For a cell of mass W, centroid m and variance V, the rows' weighted squared distances to any one centre c are W |m - c|^2 + V (König,
/// Huygens). A cell whose rows have different nearest centres costs less than that, never more. So the sum of W d2(m, C) + V over the
/// cells is at least the cost of C on all rows, and equal to it where no cell is divided (Feldman, Schmidt, Sohler, SODA 2013, keep such
/// a constant). Both hold up to the rounding of centroids to float32.
/// </remarks>
internal sealed unsafe class CellSummaries
{
    private readonly PinnedBuffer<int> _representatives = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<double> _variances = new();
    private readonly PinnedBuffer<float> _centroids = new();
    private readonly PinnedBuffer<ulong> _order = new();

    /// <summary>Number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>Values of a centroid.</summary>
    public int Dimension { get; private set; }

    /// <summary>A row of each cell.</summary>
    public int* Representatives => _representatives.Pointer;

    /// <summary>The sum of the weights of each cell's rows.</summary>
    public double* Masses => _masses.Pointer;

    /// <summary>The weighted squared distances of each cell's rows to its centroid.</summary>
    public double* Variances => _variances.Pointer;

    /// <summary>The weighted mean of each cell's rows, row-major.</summary>
    public float* Centroids => _centroids.Pointer;

    /// <summary>The sum of the variances, in cell order.</summary>
    public double Offset
    {
        get
        {
            double sum = 0;
            for (int cell = 0; cell < Count; cell++) sum += Variances[cell];
            return sum;
        }
    }

    /// <summary>Makes room, whose content is undefined, for some cells; allocates only if <paramref name="most"/> outgrows every earlier one.</summary>
    /// <param name="most">Most cells that there may be for rows of this shape.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="dimension">Values of a centroid.</param>
    public void Reserve(int most, int count, int dimension)
    {
        (Count, Dimension) = (count, dimension);
        _representatives.Reserve(most);
        _masses.Reserve(most);
        _variances.Reserve(most);
        _order.Reserve(most);
        _centroids.Reserve(checked(most * dimension));
    }

    /// <summary>Adds the cells to a coreset, by ascending representative, of which no two are the same.</summary>
    public void AppendTo(CoresetBuffer result)
    {
        Span<ulong> order = _order.Span(Count);
        for (int cell = 0; cell < Count; cell++) order[cell] = (ulong)Representatives[cell] << 32 | (uint)cell;
        order.Sort();
        foreach (ulong entry in order)
        {
            int cell = (int)(uint)entry;
            new ReadOnlySpan<float>(Centroids + (nint)cell * Dimension, Dimension).CopyTo(result.Centroid(result.Count));
            result.Add(Representatives[cell], Masses[cell], Variances[cell]);
        }
        result.Offset += Offset;
    }
}
