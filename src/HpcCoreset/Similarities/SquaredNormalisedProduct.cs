using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>The squared cosine, from the inner product and the inverse norms.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SquaredNormalisedProduct : IPairValue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T>
    {
        T cosine = NormalisedProduct.Evaluate(sum, rowTerm, pointTerm, parameter);
        return cosine * cosine;
    }
}
