using System;

namespace HpcCoreset.Tests.Kernels;

/// <summary>A value computed in double, and how far a float32 computation of it may be off.</summary>
internal readonly record struct Bounded(double Value, double Error)
{
    /// <summary>Half the distance from 1 to the next float.</summary>
    public const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>
    /// What k roundings in a row amount to at most, relative to the sum of the terms' magnitudes: k u / (1 - k u)
    /// (Higham 2002, lemma 3.1).
    /// </summary>
    public static double Gamma(int roundings) => roundings * UnitRoundoff / (1 - roundings * UnitRoundoff);

    /// <summary>What <paramref name="operations"/> results in the subnormal range may lose, at most half of 2^-149 each; twice that.</summary>
    public static double Underflow(int operations) => operations * float.Epsilon;

    /// <summary>The square root of a value that is not negative, itself rounded once.</summary>
    public Bounded Sqrt()
    {
        double root = Math.Sqrt(Value);
        // |sqrt(v + e) - sqrt(v)| is at most e / sqrt(v), and at most sqrt(e).
        double moved = Math.Min(Math.Sqrt(Error), Value > 0 ? Error / root : double.PositiveInfinity);
        return new Bounded(root, moved + 2 * UnitRoundoff * (root + moved));
    }

    public bool Allows(double found) => Math.Abs(found - Value) <= Error;

    /// <summary>Fails unless <paramref name="found"/> is within the error.</summary>
    public void Check(double found, string what)
    {
        if (!Allows(found)) Xunit.Assert.Fail($"{what}: {found:R} is not {Value:R} +- {Error:R}");
    }
}
