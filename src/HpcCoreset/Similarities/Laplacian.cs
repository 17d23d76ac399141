using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>exp(-parameter d), from the inner product and the squared norms.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Laplacian : IPairValue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> =>
        Exponential.Negative(parameter * T.Sqrt(ExpandedSquare.Evaluate(sum, rowTerm, pointTerm, parameter)));
}
