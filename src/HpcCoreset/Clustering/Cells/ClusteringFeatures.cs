using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering.Cells;

/// <summary>Clustering features in a tree of references: all in a few flat arrays, children linked by number.</summary>
/// <remarks>
/// Means and variances are merged as Chan, Golub and LeVeque do (1979), from the difference of the means: no sum of squares is kept, from
/// which a variance far from the origin would come out as noise. A mean of rows in float32 is kept in double.
/// </remarks>
internal sealed unsafe class ClusteringFeatures
{
    /// <summary>The parent of the topmost features.</summary>
    public const int Root = -1;

    private readonly PinnedBuffer<int> _rows = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<double> _variances = new();
    private readonly PinnedBuffer<double> _means = new();
    private readonly PinnedBuffer<double> _references = new();
    private readonly PinnedBuffer<int> _firstChild = new();
    private readonly PinnedBuffer<int> _sibling = new();
    private readonly ProjectedReferences _projected = new();

    /// <summary>Number of features.</summary>
    public int Count { get; private set; }

    /// <summary>Values of a mean.</summary>
    public int Dimension { get; private set; }

    /// <summary>Distances computed since <see cref="Begin"/>.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Starts without any feature.</summary>
    /// <param name="most">Most features that there may be at once.</param>
    /// <param name="dimension">Values of a row.</param>
    /// <param name="origin">A row: projections are taken from here.</param>
    /// <param name="random">Where the directions come from.</param>
    public void Begin(int most, int dimension, double* origin, in Philox random)
    {
        (Count, Dimension, Evaluations) = (0, dimension, 0);
        _rows.Reserve(most);
        _masses.Reserve(most);
        _variances.Reserve(most);
        _firstChild.Reserve(most);
        _sibling.Reserve(most);
        _means.Reserve(checked(most * dimension));
        _references.Reserve(checked(most * dimension));
        _projected.Begin(most, dimension, origin, random);
    }

    /// <summary>Forgets all features, whose values <see cref="Take"/> still finds as long as no place of theirs is taken.</summary>
    /// <param name="radius">Within which topmost references will be looked for.</param>
    /// <returns>How many there were.</returns>
    public int Clear(double radius)
    {
        _projected.Clear(radius);
        int count = Count;
        Count = 0;
        return count;
    }

    /// <summary>What feature <paramref name="i"/> was before <see cref="Clear"/>, copied to the given vectors.</summary>
    public ClusteringFeature Take(int i, double* reference, double* mean)
    {
        new Span<double>(Reference(i), Dimension).CopyTo(new Span<double>(reference, Dimension));
        new Span<double>(Mean(i), Dimension).CopyTo(new Span<double>(mean, Dimension));
        return new ClusteringFeature(_rows.Pointer[i], _masses.Pointer[i], _variances.Pointer[i], reference, mean);
    }

    /// <summary>Sets the row that <see cref="Nearest"/> and <see cref="Open"/> are about next.</summary>
    public void Project(double* row) => _projected.Project(row);

    /// <summary>The child whose reference is nearest to the row of <see cref="Project"/>, the oldest on ties.</summary>
    /// <param name="parent">A feature or <see cref="Root"/>.</param>
    /// <param name="row">That row.</param>
    /// <param name="radius">Largest squared distance.</param>
    /// <returns>-1 if none is within the radius; and the squared distance.</returns>
    public (int Feature, double Distance) Nearest(int parent, double* row, double radius)
    {
        (int nearest, double distance) = (-1, radius);
        if (parent == Root)
        {
            _projected.Narrow();
            for (int list = 0; list < _projected.Lists; list++)
                for (int i = _projected.First(list); i >= 0; i = _projected.Next(i)) Try(i, row, ref nearest, ref distance);
        }
        else
        {
            for (int i = _firstChild.Pointer[parent]; i >= 0; i = _sibling.Pointer[i]) Try(i, row, ref nearest, ref distance);
        }
        return (nearest, distance);
    }

    /// <summary>A new feature below another one, or topmost.</summary>
    public void Open(int parent, in ClusteringFeature feature)
    {
        int i = Count++;
        (_rows.Pointer[i], _masses.Pointer[i], _variances.Pointer[i], _firstChild.Pointer[i]) = (feature.Row, feature.Mass, feature.Variance, -1);
        new Span<double>(feature.Reference, Dimension).CopyTo(new Span<double>(Reference(i), Dimension));
        new Span<double>(feature.Mean, Dimension).CopyTo(new Span<double>(Mean(i), Dimension));
        _projected.Keep(i, isTopmost: parent == Root);
        if (parent != Root) (_sibling.Pointer[i], _firstChild.Pointer[parent]) = (_firstChild.Pointer[parent], i);
    }

    /// <summary>The variance of two features as one.</summary>
    public double MergedVariance(int i, in ClusteringFeature other)
    {
        double mass = _masses.Pointer[i], distance = RowArithmetic.SquaredDistance(other.Mean, Mean(i), Dimension);
        Evaluations++;
        return _variances.Pointer[i] + other.Variance + mass * (other.Mass / (mass + other.Mass)) * distance;
    }

    /// <summary>Makes two features one, which keeps the reference of the first.</summary>
    /// <param name="i">The first.</param>
    /// <param name="other">The second.</param>
    /// <param name="variance">Their <see cref="MergedVariance"/>.</param>
    public void Merge(int i, in ClusteringFeature other, double variance)
    {
        _variances.Pointer[i] = variance;
        _masses.Pointer[i] += other.Mass;
        RowArithmetic.MoveTowards(other.Mean, other.Mass / _masses.Pointer[i], Mean(i), Dimension);
    }

    /// <summary>Turns the features into cells, whose variances are about the centroids in float32.</summary>
    /// <param name="cells">Receives them.</param>
    /// <param name="most">Most cells that there may be for rows of this shape.</param>
    public void WriteTo(CellSummaries cells, int most)
    {
        cells.Reserve(most, Count, Dimension);
        for (int i = 0; i < Count; i++)
        {
            float* centroid = cells.Centroids + (nint)i * Dimension;
            for (int t = 0; t < Dimension; t++) centroid[t] = (float)Mean(i)[t];
            double rounding = RowArithmetic.SquaredDistance(centroid, 1, Mean(i), Dimension);
            (cells.Representatives[i], cells.Masses[i]) = (_rows.Pointer[i], _masses.Pointer[i]);
            cells.Variances[i] = _variances.Pointer[i] + _masses.Pointer[i] * rounding;
        }
    }

    private double* Mean(int i) => _means.Pointer + (nint)i * Dimension;

    private double* Reference(int i) => _references.Pointer + (nint)i * Dimension;

    private void Try(int i, double* row, ref int nearest, ref double distance)
    {
        if (_projected.IsBeyond(i, distance)) return;
        double found = RowArithmetic.SquaredDistance(row, Reference(i), Dimension);
        Evaluations++;
        if (found < distance || (found == distance && (nearest < 0 || i < nearest))) (nearest, distance) = (i, found);
    }
}
