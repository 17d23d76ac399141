using System.Runtime.CompilerServices;
using HpcCoreset.Runtime;

namespace HpcCoreset.Training.Networks;

/// <summary>sums += x.</summary>
internal readonly unsafe struct AddTo(float* sums, float* x) : IElementwise
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(nint at)
        where T : struct, ILane<T> => (T.Load(ref *sums, at) + T.Load(ref *x, at)).Store(ref *sums, at);
}
