namespace HpcCoreset;

/// <summary>
/// One or more float32 values that are computed side by side: a scalar, or a SIMD register of 4, 8 or 16. A metric written once over
/// <see cref="ILane{TSelf}"/> runs on every instruction set, and each lane computes exactly what the scalar computes.
/// </summary>
/// <remarks>
/// Implementations are structs that wrap one register, so the JIT removes them: from d = 64 on, passes written with them run at 0.86 to
/// 0.92 of the FMA peak (README, Benchmarks).
/// </remarks>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>Number of values.</summary>
    static abstract int Width { get; }

    /// <summary>Reads <see cref="Width"/> values, <paramref name="offset"/> floats after <paramref name="source"/>.</summary>
    static abstract TSelf Load(ref float source, nint offset);

    /// <summary>Writes <see cref="Width"/> values, <paramref name="offset"/> floats after <paramref name="target"/>.</summary>
    void Store(ref float target, nint offset);

    /// <summary>Every lane set to <paramref name="value"/>.</summary>
    static abstract TSelf Create(float value);

    /// <summary>a + b.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a - b.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a * b, rounded.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a * b + c with one rounding, also where the hardware has no FMA.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller of two values; the second when either is NaN.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger of two values; the second when either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The absolute value.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>The square root, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>Per lane, <paramref name="less"/> where a &lt; b and <paramref name="otherwise"/> elsewhere, bit for bit.</summary>
    static abstract TSelf WhereLess(TSelf a, TSelf b, TSelf less, TSelf otherwise);

    /// <summary>2^a for whole-numbered a in [-126, 127].</summary>
    static abstract TSelf Exp2Integer(TSelf a);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>The number of bits, 0 to 32, in which the values' representations differ; they need not be numbers.</summary>
    static abstract TSelf BitDistance(TSelf a, TSelf b);
}
