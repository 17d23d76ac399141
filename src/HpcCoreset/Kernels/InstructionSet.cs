using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace HpcCoreset.Kernels;

/// <summary>Which of a kernel's bodies runs on this machine: the same order of preference as the emitted code.</summary>
internal static class InstructionSet
{
    /// <summary>For reports: <c>avx512</c>, <c>fma</c> (AVX2), <c>neon</c> or <c>scalar</c>.</summary>
    public static string Name =>
        Avx512F.IsSupported ? "avx512" : Fma.IsSupported ? "fma" : AdvSimd.IsSupported ? "neon" : "scalar";
}
