using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>-d from the inner product and the squared norms.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NegatedEuclidean : IPairValue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> =>
        T.Create(0) - T.Sqrt(ExpandedSquare.Evaluate(sum, rowTerm, pointTerm, parameter));
}
