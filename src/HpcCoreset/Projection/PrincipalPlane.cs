using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Projection;

/// <summary>
/// The plane in which rows vary most: their first two principal components, found by orthogonal iteration on centred rows. The same bytes on any
/// instruction set.
/// </summary>
/// <remarks>
/// Each of <see cref="Iterations"/> steps takes 4 n d multiplications and additions, and errors of an axis shrink by the ratio of its variance and the
/// next in each: where these are nearly the same, one direction shows as much as the other. Golub, Van Loan: Matrix Computations, 8.2.4.
/// </remarks>
internal sealed unsafe class PrincipalPlane
{
    private const int Axes = 2;
    private const int Iterations = 100;
    private const double Negligible = 1e-9; // of what is left of a direction that others explain: rounding and nothing else

    private readonly int _dimension;
    private readonly double[] _mean;
    private readonly double[] _axes;
    private readonly float[] _row;

    /// <summary>Finds the plane. O(n d); allocates n d doubles for as long as it takes.</summary>
    /// <param name="rows">At least one row.</param>
    public PrincipalPlane(Points rows)
    {
        (_dimension, _mean, _axes, _row) = (rows.Dimension, new double[rows.Dimension], new double[Axes * rows.Dimension], new float[rows.Dimension]);
        double[] centred = Centre(rows);
        Shares = Iterate(centred, rows.Count);
        for (int axis = 0; axis < Axes; axis++) Orient(_axes.AsSpan(axis * _dimension, _dimension));
    }

    /// <summary>What share of the variance of the rows each of the two axes shows; 0 of rows that do not differ.</summary>
    public (double First, double Second) Shares { get; }

    /// <summary>Where a row is in the plane, from the mean of the rows.</summary>
    /// <param name="rows">Rows of the dimension of those that it was made of.</param>
    /// <param name="index">Which of them.</param>
    public (double X, double Y) Place(Points rows, int index)
    {
        rows.CopyRow(index, _row);
        (double x, double y) = (0, 0);
        for (int t = 0; t < _dimension; t++)
        {
            double difference = _row[t] - _mean[t];
            x += difference * _axes[t];
            y += difference * _axes[_dimension + t];
        }
        return (x, y);
    }

    private double[] Centre(Points rows)
    {
        var centred = new double[(long)rows.Count * _dimension];
        fixed (float* row = _row)
        fixed (double* mean = _mean)
            for (int i = 0; i < rows.Count; i++)
            {
                rows.CopyRow(i, _row);
                RowArithmetic.Accumulate(row, 1, mean, _dimension);
            }
        foreach (ref double sum in _mean.AsSpan()) sum /= rows.Count; // exact for equal rows, which then do not differ by a rounding
        for (int i = 0; i < rows.Count; i++)
        {
            rows.CopyRow(i, _row);
            for (int t = 0; t < _dimension; t++) centred[(long)i * _dimension + t] = _row[t] - _mean[t];
        }
        return centred;
    }

    /// <summary>Turns random directions towards those of the largest variance.</summary>
    /// <returns>The share of the variance along each.</returns>
    private (double First, double Second) Iterate(double[] centred, int count)
    {
        var random = new Philox(0, 0);
        for (int i = 0; i < _axes.Length; i++) _axes[i] = random.Double((ulong)i) - 0.5;
        var turned = new double[_axes.Length];
        double[] variances = new double[Axes];
        fixed (double* first = centred, axes = _axes, next = turned)
        {
            for (int iteration = 0; iteration < Iterations; iteration++)
            {
                Array.Clear(turned);
                Array.Clear(variances);
                for (double* row = first; row < first + (long)count * _dimension; row += _dimension)
                    for (int axis = 0; axis < Axes; axis++)
                    {
                        double along = RowArithmetic.Dot(row, axes + axis * _dimension, _dimension);
                        variances[axis] += along * along;
                        RowArithmetic.Accumulate(row, along, next + axis * _dimension, _dimension);
                    }
                Buffer.MemoryCopy(next, axes, _axes.Length * sizeof(double), _axes.Length * sizeof(double));
                Normalize(axes);
                double turn = RowArithmetic.Dot(axes, axes + _dimension, _dimension);
                double before = Math.Sqrt(RowArithmetic.Dot(axes + _dimension, axes + _dimension, _dimension));
                RowArithmetic.Accumulate(axes, -turn, axes + _dimension, _dimension);
                double left = Math.Sqrt(RowArithmetic.Dot(axes + _dimension, axes + _dimension, _dimension));
                if (left <= Negligible * before) Array.Clear(_axes, _dimension, _dimension);
                else Normalize(axes + _dimension);
            }
            double total = RowArithmetic.Dot(first, first, checked(count * _dimension));
            return total == 0 ? (0, 0) : (variances[0] / total, variances[1] / total);
        }
    }

    private void Normalize(double* axis)
    {
        double length = Math.Sqrt(RowArithmetic.Dot(axis, axis, _dimension));
        if (length == 0) return;
        for (int t = 0; t < _dimension; t++) axis[t] /= length;
    }

    /// <summary>Of the two directions of an axis, that in which its largest component is positive: else the picture could turn over.</summary>
    private static void Orient(Span<double> axis)
    {
        int largest = 0;
        for (int t = 1; t < axis.Length; t++)
            if (Math.Abs(axis[t]) > Math.Abs(axis[largest])) largest = t;
        if (axis[largest] >= 0) return;
        foreach (ref double component in axis) component = -component;
    }
}
