using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Kernels;

/// <summary>Scratch memory of one thread, for what lives only during a pass. Grows to the largest request and stays.</summary>
internal static unsafe class ThreadScratch
{
    [ThreadStatic]
    private static PinnedBuffer<float>? _floats;

    /// <summary>At least <paramref name="count"/> floats of undefined content.</summary>
    public static float* Floats(int count)
    {
        PinnedBuffer<float> buffer = _floats ??= new PinnedBuffer<float>();
        buffer.Reserve(count);
        return buffer.Pointer;
    }
}
