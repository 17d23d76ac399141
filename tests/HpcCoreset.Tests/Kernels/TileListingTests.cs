using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>
/// What the JIT made of the widest tile, read from its own listing: a sum that spills to the stack costs three quarters of the speed and
/// no test of values would notice.
/// </summary>
public partial class TileListingTests
{
    private const string Method = "SumsAvx5126";

    [Theory]
    [InlineData(nameof(SquaredEuclidean64))]
    [InlineData(nameof(SquaredEuclidean384))]
    [InlineData(nameof(SquaredEuclideanAny))]
    public void With_Avx512F_the_widest_tile_s_loop_is_24_multiply_adds_in_registers_and_without_it_no_such_tile_runs(string kernel)
    {
        string[] loop = Listing(kernel);
        if (!Avx512F.IsSupported)
        {
            Assert.Empty(loop);
            return;
        }
        string text = string.Join('\n', loop);
        Assert.True(loop.Count(line => MultiplyAdd().IsMatch(line)) == 24, "not 24 multiply-adds on zmm:\n" + text);
        Assert.True(!loop.Any(line => StackStore().IsMatch(line)), "a store to the stack:\n" + text);
        Assert.True(!loop.Any(line => line.Contains("call", StringComparison.Ordinal)), "a call:\n" + text);
    }

    [Theory]
    [InlineData("       vmovups  zmmword ptr [rsp+0x40], zmm3", true)]
    [InlineData("       vmovaps  zmmword ptr [rbp-0x200], zmm31", true)]
    [InlineData("       mov      qword ptr [rbp-0x08], rax", true)]
    [InlineData("       vmovups  zmm24, zmmword ptr [rdi+4*r9]", false)]
    [InlineData("       vmovups  zmm24, zmmword ptr [rsp+0x40]", false)]
    [InlineData("       vmovups  zmmword ptr [r8+0x40], zmm0", false)]
    public void A_store_to_the_stack_is_recognised(string line, bool isStore) => Assert.Equal(isStore, StackStore().IsMatch(line));

    /// <summary>Runs in a process of its own: one panel against six centres.</summary>
    internal static void RunTile(string kernel)
    {
        var bodies = new KernelBodies(KernelBodies.All.Single(type => type.Name == kernel));
        var problem = new Problem(64, 6, bodies.Dimension > 0 ? bodies.Dimension : 64, Values.Uniform);
        new PassRunner(bodies, problem).Assign();
    }

    /// <summary>The instructions of the tile's one loop; nothing if the method was not compiled.</summary>
    private static string[] Listing(string kernel)
    {
        string file = Path.GetTempFileName();
        try
        {
            (int exitCode, _, string error) = Child.Run(
                typeof(TileListingTests), nameof(RunTile), [kernel], ("DOTNET_JitDisasm", Method), ("DOTNET_JitStdOutFile", file));
            Assert.True(exitCode == 0, error);
            string[] lines = File.ReadAllLines(file);
            if (lines.Length == 0) return [];
            Assert.Contains(lines, line => line.Contains(kernel + ":" + Method, StringComparison.Ordinal));
            return Loop(lines);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>From the label that a later jump goes back to, to that jump; the one such stretch that multiplies.</summary>
    private static string[] Loop(string[] lines)
    {
        var labels = new Dictionary<string, int>();
        var loops = new List<string[]>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (Label().Match(lines[i]) is { Success: true } label) labels[label.Groups[1].Value] = i;
            else if (Jump().Match(lines[i]) is { Success: true } jump && labels.TryGetValue(jump.Groups[1].Value, out int start))
                loops.Add(lines[start..(i + 1)]);
        }
        return Assert.Single(loops, loop => loop.Any(line => line.Contains("vfmadd", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^\s*vfmadd\d+ps\s+zmm")]
    private static partial Regex MultiplyAdd();

    /// <summary>A move whose target, the first operand, is addressed by the stack or the frame pointer.</summary>
    [GeneratedRegex(@"^\s*v?mov\S*\s+\S*\s*(ptr\s*)?\[r[sb]p")]
    private static partial Regex StackStore();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s*j\w+\s+(?:SHORT\s+)?(G_M\w+)")]
    private static partial Regex Jump();
}
