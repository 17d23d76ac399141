namespace HpcCoreset;

/// <summary>
/// A metric as a struct with static members, so that the JIT inlines it into the generated loops. Write the two members once over
/// <see cref="ILane{TSelf}"/>; they run on every instruction set. Mark <see cref="Accumulate"/> with
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>: one that the JIT thinks too long to inline becomes a
/// call per coordinate, with all sums of a tile on the stack.
/// </summary>
/// <example>
/// <code>
/// readonly struct Huber : IMetric
/// {
///     [MethodImpl(MethodImplOptions.AggressiveInlining)]
///     public static T Accumulate&lt;T&gt;(T sum, T x, T y) where T : struct, ILane&lt;T&gt;
///     {
///         T d = T.Abs(x - y);
///         return sum + T.WhereLess(d, T.Create(1), T.Create(0.5f) * d * d, d - T.Create(0.5f));
///     }
///
///     public static T Finish&lt;T&gt;(T sum) where T : struct, ILane&lt;T&gt; => sum;
/// }
/// </code>
/// </example>
public interface IMetric
{
    /// <summary>Adds one coordinate of a pair to its running sum. Called once per dimension, in order, starting from 0.</summary>
    static abstract T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T>;

    /// <summary>Turns the sum into the distance; must not decrease when the sum grows.</summary>
    static abstract T Finish<T>(T sum)
        where T : struct, ILane<T>;
}
