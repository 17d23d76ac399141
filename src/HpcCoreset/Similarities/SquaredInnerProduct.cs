using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>The square of the inner product, whose magnitude is first raised by a number per point, which callers use to round it upward.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SquaredInnerProduct : IPairValue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T>
    {
        T raised = T.Abs(sum) + (rowTerm + pointTerm);
        return raised * raised;
    }
}
