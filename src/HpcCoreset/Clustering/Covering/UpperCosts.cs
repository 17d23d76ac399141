using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>How much a row of a panel may cost at most, in exact arithmetic on the caller's values, given a kernel's distance in difference form.</summary>
/// <remarks>
/// With u = 2^-24, packing rounds the difference of each value and the origin, which moves a row by at most u |x|, |x| being its length
/// from the origin, and the distance of two rows by at most u (|x| + |c|) with |c| at most |x| + their distance; a row that was scaled to
/// length 1 before was rounded then too, by u. The kernel's sum of d terms of positive sign is off by at most d + 6 roundings, those of
/// a squared difference and of a finished distance included, and products below 2^-126 lose up to 2^-149 each. Bits are counted exactly,
/// and a metric that is not ours is what its kernel says.
/// </remarks>
internal sealed unsafe class UpperCosts
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private readonly PinnedBuffer<double> _shifts = new();
    private WeightedRows _rows = null!;
    private double _growth;
    private double _underflow;

    /// <summary>Whether the kernel's distances are exact as they are.</summary>
    public bool AreExact { get; private set; }

    /// <summary>Takes on rows that are packed.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="mean">What they cost at their mean.</param>
    public void Build(WeightedRows rows, MeanDistances mean)
    {
        _rows = rows;
        AreExact = rows.CostsAreTheKernels || rows.CountsBits;
        if (AreExact) return;
        _growth = 1 + (rows.Dimension + 8) * UnitRoundoff;
        _underflow = rows.Dimension * (double)float.Epsilon;
        double offset = rows.LengthFromOrigin(mean.Mean);
        double* shifts = _shifts.Reserve(rows.PanelCount);
        for (int panel = 0; panel < rows.PanelCount; panel++)
        {
            double farthest = 0;
            int first = panel * RowPanels.Lanes, end = Math.Min(first + RowPanels.Lanes, rows.Count);
            for (int row = first; row < end; row++) farthest = Math.Max(farthest, mean.Costs[row]);
            double largest = rows.Units.LengthOfCost(farthest) + offset;
            shifts[panel] = 2.02 * UnitRoundoff * (rows.IsSpherical ? largest + 1 : largest);
        }
    }

    /// <summary>Forgets the rows.</summary>
    public void Release() => _rows = null!;

    /// <summary>The bound for a row of a panel.</summary>
    public double Of(float kernelDistance, int panel)
    {
        if (AreExact || !(kernelDistance >= 0)) return kernelDistance; // below 0 are rows that do not count
        return _rows.Units.CostOfLength(_rows.Units.Length(kernelDistance + _underflow) * _growth + _shifts.Pointer[panel]);
    }
}
