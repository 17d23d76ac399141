using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training;

/// <summary>
/// Rows in an order in which the mean of the first ones, however many, is close to that of all: each is the one that brings the mean closest
/// (Welling, "Herding dynamical weights to learn", ICML 2009; on features: Rebuffi et al., "iCaRL", CVPR 2017).
/// </summary>
/// <remarks>
/// In double, in one order whatever the hardware; the lowest of equally good rows. O(picks * rows * dimension) on one thread. For examples,
/// class by class, give it the features of each class. Nothing is allocated after the first call of a shape; an instance serves one thread at a time.
/// </remarks>
public sealed unsafe class Herding
{
    private double[] _mean = [];
    private double[] _wanted = [];
    private bool[] _isPicked = [];

    /// <summary>Picks rows, each at most once; fewer picks are the first of more.</summary>
    /// <param name="points">Rows of finite float32 values.</param>
    /// <param name="picks">Receives as many row numbers as it is long, in order.</param>
    /// <exception cref="ArgumentException">There are fewer rows than picks, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The rows are not stored as float32.</exception>
    public void Select(Points points, Span<int> picks)
    {
        RowValidation.Check(points, default, rejectZeroRows: false);
        if (picks.Length > points.Count) throw new ArgumentException($"picks: found {picks.Length} to choose; there are {points.Count} rows.", nameof(picks));
        Reserve(points);
        fixed (float* rows = points)
        fixed (double* mean = _mean, wanted = _wanted)
        {
            for (int row = 0; row < points.Count; row++) RowArithmetic.Accumulate(rows + row * points.Stride, 1.0 / points.Count, mean, points.Dimension);
            foreach (ref int pick in picks)
            {
                // What the next row would have to be: the mean of all times one pick more, minus the picks.
                RowArithmetic.Accumulate(mean, 1, wanted, points.Dimension);
                pick = Nearest(rows, points, wanted);
                _isPicked[pick] = true;
                RowArithmetic.Accumulate(rows + pick * points.Stride, -1, wanted, points.Dimension);
            }
        }
    }

    private int Nearest(float* rows, Points points, double* wanted)
    {
        int nearest = -1;
        double least = double.PositiveInfinity;
        for (int row = 0; row < points.Count; row++)
        {
            if (_isPicked[row]) continue;
            double distance = RowArithmetic.SquaredDistance(rows + row * points.Stride, 1, wanted, points.Dimension);
            if (distance < least) (nearest, least) = (row, distance);
        }
        return nearest;
    }

    private void Reserve(Points points)
    {
        if (_mean.Length < points.Dimension) (_mean, _wanted) = (new double[points.Dimension], new double[points.Dimension]);
        if (_isPicked.Length < points.Count) _isPicked = new bool[points.Count];
        _mean.AsSpan().Clear();
        _wanted.AsSpan().Clear();
        _isPicked.AsSpan().Clear();
    }
}
