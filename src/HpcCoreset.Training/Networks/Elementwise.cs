using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Runtime;

namespace HpcCoreset.Training.Networks;

/// <summary>What is done to values that lie side by side, each on its own: the same bits at every register width.</summary>
internal interface IElementwise
{
    /// <summary>Does the values from <paramref name="at"/> on that fit a register.</summary>
    void Apply<T>(nint at)
        where T : struct, ILane<T>;
}

/// <summary>Runs steps on values that lie side by side, in the widest registers.</summary>
internal static class Elementwise
{
    /// <summary>Does the values 0 to <paramref name="length"/> - 1; nothing beyond is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TStep>(TStep step, nint length)
        where TStep : struct, IElementwise
    {
        nint at = 0;
        if (Avx512F.IsSupported)
            for (; at <= length - Lane512.Width; at += Lane512.Width) step.Apply<Lane512>(at);
        if (Fma.IsSupported)
            for (; at <= length - Lane256.Width; at += Lane256.Width) step.Apply<Lane256>(at);
        else if (AdvSimd.IsSupported)
            for (; at <= length - Lane128.Width; at += Lane128.Width) step.Apply<Lane128>(at);
        for (; at < length; at++) step.Apply<ScalarLane>(at);
    }
}
