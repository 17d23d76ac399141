using System;

namespace HpcCoreset;

/// <summary>The memory behind a <see cref="Coreset"/>: owned by a selector, reused by each of its calls.</summary>
internal sealed class CoresetBuffer
{
    public int[] Indices { get; private set; } = [];

    public double[] Weights { get; private set; } = [];

    public double[] Gains { get; private set; } = [];

    /// <summary>Rows that the picks do not stand for, ascending.</summary>
    public int[] Outliers { get; private set; } = [];

    public int OutlierCount { get; set; }

    /// <summary>Row-major, one per pick; only the part that <see cref="Dimension"/> says is of use.</summary>
    public float[] Centroids { get; private set; } = [];

    /// <summary>Values per centroid; 0 where picks stand with their own rows.</summary>
    public int Dimension { get; private set; }

    /// <summary>Per row the position of the pick that covers it best, -1 where one to start from does; only <see cref="RowCount"/> are of use.</summary>
    public int[] Assignment { get; private set; } = [];

    /// <summary>Per row its similarity to what covers it best.</summary>
    public double[] Coverage { get; private set; } = [];

    /// <summary>Rows that <see cref="Assignment"/> and <see cref="Coverage"/> tell of; 0 where nothing is told.</summary>
    public int RowCount { get; private set; }

    /// <summary>A constant that is added to every cost.</summary>
    public double Offset { get; set; }

    public int Count { get; set; }

    public SelectionReport Report { get; set; }

    /// <summary>The sum of the weights.</summary>
    public double Mass
    {
        get
        {
            double mass = 0;
            for (int i = 0; i < Count; i++) mass += Weights[i];
            return mass;
        }
    }

    /// <summary>Counts the selector's calls, so that a view of an earlier one can tell that it is stale.</summary>
    public int Version { get; private set; }

    /// <summary>Starts a new coreset of at most <paramref name="capacity"/> picks; earlier views become stale.</summary>
    /// <param name="capacity">Most picks.</param>
    /// <param name="dimension">Values per centroid, or 0 for none.</param>
    public void Reset(int capacity, int dimension = 0)
    {
        Version++;
        (Count, OutlierCount, RowCount, Dimension, Offset) = (0, 0, 0, dimension, 0);
        Report = default;
        int values = checked(capacity * dimension);
        if (Centroids.Length < values) Centroids = new float[values];
        if (Indices.Length >= capacity) return;
        Indices = new int[capacity];
        Weights = new double[capacity];
        Gains = new double[capacity];
    }

    /// <summary>Makes room for rows that the picks do not stand for.</summary>
    public void ReserveOutliers(int capacity)
    {
        if (Outliers.Length < capacity) Outliers = new int[capacity];
    }

    /// <summary>Makes room to tell what covers each of so many rows.</summary>
    public void ReserveRows(int count)
    {
        RowCount = count;
        if (Assignment.Length < count) (Assignment, Coverage) = (new int[count], new double[count]);
    }

    /// <summary>The centroid of a pick that was added, or is added next.</summary>
    public Span<float> Centroid(int position) => Centroids.AsSpan(position * Dimension, Dimension);

    public void Add(int index, double weight, double gain)
    {
        Indices[Count] = index;
        Weights[Count] = weight;
        Gains[Count++] = gain;
    }
}
