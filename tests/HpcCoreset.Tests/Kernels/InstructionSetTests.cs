using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>The bodies of one kernel for different register widths compute the same bytes, side by side in one process.</summary>
[Trait("Switches", "true")]
public class InstructionSetTests
{
    public static TheoryData<string> Kernels => [.. KernelBodies.All.Select(kernel => kernel.Name)];

    private static bool SimdIsOff => IsZero("DOTNET_EnableAVX2") || IsZero("DOTNET_EnableHWIntrinsic");

    [Fact]
    public void A_switch_turns_off_what_it_says_and_the_best_that_is_left_runs()
    {
        if (SimdIsOff) Assert.Equal(["Scalar"], KernelBodies.InstructionSets);
        else if (IsZero("DOTNET_EnableAVX512")) Assert.DoesNotContain("Avx512", KernelBodies.InstructionSets);
        Assert.Equal(KernelBodies.InstructionSets[0], InstructionSet.Name, ignoreCase: true);
        Assert.EndsWith("/" + InstructionSet.Name, GeneratedKernel<SquaredEuclidean64>.Instance.Name, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_register_width_computes_the_bytes_of_the_scalar_lane(string name)
    {
        Type kernel = KernelBodies.All.Single(type => type.Name == name);
        int compared = 0;
        foreach ((Problem problem, int turn) in PassBytes.Problems(new KernelBodies(kernel).Dimension, [1, 2, 6, 7, 9, 13]))
        {
            Dictionary<string, byte[]> expected = PassBytes.Of(new KernelBodies(kernel, "Scalar"), problem, turn);
            foreach (string set in KernelBodies.InstructionSets.Prepend(""))
            {
                Dictionary<string, byte[]> found = PassBytes.Of(new KernelBodies(kernel, set), problem, turn);
                foreach ((string pass, byte[] bytes) in expected)
                    if (!bytes.AsSpan().SequenceEqual(found[pass])) Assert.Fail($"{name}, {set}: {problem}: {pass} differs from the scalar lane");
                compared += set is "" or "Scalar" ? 0 : 1;
            }
        }
        // Where SIMD is not switched off, x64 and ARM64 have some; a test that compared nothing would be silent about it.
        bool expectsSimd = !SimdIsOff && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;
        Assert.True(compared > 0 || !expectsSimd, "no SIMD body ran");
    }

    private static bool IsZero(string variable) => Environment.GetEnvironmentVariable(variable) == "0";
}
