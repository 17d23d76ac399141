using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>-d^2 from the inner product and the squared norms.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NegatedSquaredEuclidean : IPairValue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> =>
        T.MultiplyAdd(T.Create(2), sum, T.Create(0) - (rowTerm + pointTerm));
}
