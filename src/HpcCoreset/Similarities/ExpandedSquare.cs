using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>d^2 = max(0, |x|^2 + |y|^2 - 2 x.y): exactly 0 for a row and itself.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ExpandedSquare : IPairValue, IRankedDistance
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> =>
        T.Max(T.MultiplyAdd(T.Create(-2), sum, rowTerm + pointTerm), T.Create(0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rank<T>(T sum, T pointTerm)
        where T : struct, ILane<T> => T.MultiplyAdd(T.Create(-2), sum, pointTerm);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Distance<T>(T rank, T rowTerm)
        where T : struct, ILane<T> => T.Max(rank + rowTerm, T.Create(0));
}
