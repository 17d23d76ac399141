using System;

namespace HpcCoreset.Numerics;

/// <summary>
/// The natural logarithm in double from basic operations only, which are the same on every machine, and never lower for a larger value:
/// gains that are logarithms may be compared, and bounds of them stay bounds.
/// </summary>
internal static class MonotoneLogarithm
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>1 / (2 k + 1) for k from 17 down to 0.</summary>
    private static ReadOnlySpan<double> Coefficients =>
    [
        1.0 / 35, 1.0 / 33, 1.0 / 31, 1.0 / 29, 1.0 / 27, 1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19,
        1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1.0,
    ];

    /// <summary>ln(value * 2^exponent), within 4e-16 and as much of the result.</summary>
    /// <remarks>
    /// With m from 1 to 2, ln m = 2 artanh t, t = (m - 1) / (m + 1) from 0 to 1/3, whose series has positive terms only (t^36 leaves 2e-19):
    /// sums and products of such terms, rounded, never fall when t grows, nor does t, computed as 1 - 2 / (m + 1), when m does. Cut off
    /// at ln 2, and with one rounding for the exponent's part, the result is monotone across powers of two as well.
    /// </remarks>
    /// <param name="value">Above 0 and normal.</param>
    /// <param name="exponent">Of the power of two that the value is multiplied by.</param>
    public static double Of(double value, int exponent = 0)
    {
        exponent += Math.ILogB(value);
        double m = Math.ScaleB(value, -Math.ILogB(value));
        double t = 1 - 2 / (m + 1), square = t * t, sum = 0;
        foreach (double coefficient in Coefficients) sum = sum * square + coefficient;
        return Math.FusedMultiplyAdd(exponent, Ln2, Math.Min(2 * t * sum, Ln2));
    }
}
