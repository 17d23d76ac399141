using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>exp(-parameter d^2), from the inner product and the squared norms.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Gaussian : IPairValue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> =>
        Exponential.Negative(parameter * ExpandedSquare.Evaluate(sum, rowTerm, pointTerm, parameter));
}
