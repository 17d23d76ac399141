using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Numerics;

/// <summary>
/// A sum of doubles without any rounding until it is read: the order of <see cref="Add"/> and <see cref="Merge"/> cannot change a bit.
/// </summary>
/// <remarks>
/// A fixed-point number that spans every double: 67 limbs of 32 bits above 2^-1074, each in a long whose upper half collects carries
/// (Neal, Fast exact summation using small and large superaccumulators, 2015). 560 bytes; a few nanoseconds per addition. The default
/// value is an empty sum. A value that is not finite makes the sum not finite, as in ordinary addition.
/// </remarks>
internal struct ExactSum
{
    private const int LimbCount = 67;
    private const int LimbBits = 32;
    private const long LimbMask = (1L << LimbBits) - 1;
    private const int MantissaBits = 52;
    private const int ExponentMask = 0x7FF;

    // An addition moves a limb by less than 2^32, so this many leave room for a merge of two such sums.
    private const int AdditionsBetweenCarries = 1 << 29;

    private Limbs _limbs;
    private int _additions;
    private double _notFinite;

    /// <summary>Adds one value.</summary>
    public void Add(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> MantissaBits) & ExponentMask;
        if (exponent == ExponentMask)
        {
            _notFinite += value;
            return;
        }
        long mantissa = bits & ((1L << MantissaBits) - 1);
        if (exponent != 0) (mantissa, exponent) = (mantissa | 1L << MantissaBits, exponent - 1);
        (int limb, int shift) = (exponent / LimbBits, exponent % LimbBits);

        // The 53 bits, shifted by at most 31, touch three limbs.
        UInt128 shifted = (UInt128)(ulong)mantissa << shift;
        (long low, long middle, long high) =
            ((long)(ulong)shifted & LimbMask, (long)((ulong)shifted >> LimbBits), (long)(ulong)(shifted >> (2 * LimbBits)));
        if (bits < 0) (low, middle, high) = (-low, -middle, -high);
        _limbs[limb] += low;
        _limbs[limb + 1] += middle;
        _limbs[limb + 2] += high;
        if (++_additions >= AdditionsBetweenCarries) Carry();
    }

    /// <summary>Adds everything that <paramref name="other"/> has summed.</summary>
    public void Merge(in ExactSum other)
    {
        for (int i = 0; i < LimbCount; i++) _limbs[i] += other._limbs[i];
        _notFinite += other._notFinite;
        _additions += other._additions + 1;
        if (_additions >= AdditionsBetweenCarries) Carry();
    }

    /// <summary>The sum, rounded once: to nearest, ties to even.</summary>
    public readonly double ToDouble()
    {
        if (_notFinite != 0) return _notFinite; // also true for NaN
        ExactSum sum = this;
        sum.Carry();
        bool negative = sum._limbs[LimbCount - 1] < 0;
        if (negative)
        {
            for (int i = 0; i < LimbCount; i++) sum._limbs[i] = -sum._limbs[i];
            sum.Carry();
        }
        double magnitude = sum.Magnitude();
        return negative ? -magnitude : magnitude;
    }

    /// <summary>Leaves every limb but the last in [0, 2^32); the last keeps the sign.</summary>
    private void Carry()
    {
        for (int i = 0; i < LimbCount - 1; i++)
        {
            _limbs[i + 1] += _limbs[i] >> LimbBits;
            _limbs[i] &= LimbMask;
        }
        _additions = 0;
    }

    private readonly double Magnitude()
    {
        int top = LimbCount - 1;
        while (top > 0 && _limbs[top] == 0) top--;
        if (top < 2)
        {
            ulong small = (ulong)_limbs[1] << LimbBits | (ulong)_limbs[0];
            // The unit is the smallest subnormal, so an integer of 53 bits is the bit pattern itself.
            return small >> (MantissaBits + 1) == 0 ? BitConverter.UInt64BitsToDouble(small) : Round(small, 0, false);
        }

        // The highest 64 bits, and whether anything follows them.
        int spare = BitOperations.LeadingZeroCount((uint)_limbs[top]);
        UInt128 three = (UInt128)(ulong)_limbs[top] << (2 * LimbBits) | (UInt128)(ulong)_limbs[top - 1] << LimbBits | (ulong)_limbs[top - 2];
        int dropped = LimbBits - spare;
        bool sticky = (three & (((UInt128)1 << dropped) - 1)) != 0;
        for (int i = top - 3; i >= 0 && !sticky; i--) sticky = _limbs[i] != 0;
        return Round((ulong)(three >> dropped), (top - 2) * LimbBits + dropped, sticky);
    }

    /// <summary>bits * 2^(position - 1074), where <paramref name="sticky"/> says that the true value is a little larger.</summary>
    private static double Round(ulong bits, int position, bool sticky)
    {
        int excess = 64 - BitOperations.LeadingZeroCount(bits) - (MantissaBits + 1);
        ulong mantissa = bits >> excess;
        ulong rest = bits & ((1UL << excess) - 1);
        ulong half = 1UL << (excess - 1);
        if (rest > half || (rest == half && (sticky || (mantissa & 1) != 0))) mantissa++;

        // Adding (not or-ing) lets a mantissa of 2^53 carry into the exponent.
        ulong exponent = (ulong)(position + excess);
        ulong result = (exponent << MantissaBits) + mantissa;
        const ulong Infinity = (ulong)ExponentMask << MantissaBits;
        return BitConverter.UInt64BitsToDouble(exponent >= ExponentMask ? Infinity : Math.Min(result, Infinity));
    }

    [InlineArray(LimbCount)]
    private struct Limbs
    {
        private long _first;
    }
}
