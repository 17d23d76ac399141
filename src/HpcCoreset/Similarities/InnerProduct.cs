using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>The inner product plus a number per point, which callers use to round it upward.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct InnerProduct : IPairValue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> => sum + (rowTerm + pointTerm);
}
