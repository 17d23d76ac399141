using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>
/// What the JIT made of every tile on x64, read from its own listing: a sum that spills to the stack, a call or a check per index costs most
/// of the speed, and no test of values would notice.
/// </summary>
public class TileListingTests(TileListings listings) : IClassFixture<TileListings>
{
    private static readonly (string Name, string Register, int Vectors, bool IsSupported)[] Sets =
        [("Avx512", "zmm", 4, Avx512F.IsSupported), ("Fma", "ymm", 2, Fma.IsSupported)];

    [Theory]
    [InlineData(nameof(SquaredEuclidean2), 2)]
    [InlineData(nameof(SquaredEuclidean3), 3)]
    [InlineData(nameof(SquaredEuclidean8))]
    [InlineData(nameof(SquaredEuclidean64))]
    [InlineData(nameof(SquaredEuclidean384))]
    [InlineData(nameof(SquaredEuclideanAny))]
    public void A_tile_s_loop_is_its_multiply_adds_in_full_registers_without_checks_calls_and_spills(string kernel, int unrolled = 0)
    {
        foreach ((string set, string register, int vectors, bool isSupported) in Sets)
            foreach ((string method, int points) in Tiles(set))
            {
                TileListing? tile = listings[kernel, method];
                Assert.True(isSupported == (tile != null), $"{method} ran, or did not and should have.");
                if (tile == null) continue;
                TileListing loop = unrolled > 0 ? tile : Assert.Single(tile.Loops, loop => loop.MultiplyAdds(register) > 0);
                int expected = points * vectors * (unrolled > 0 ? unrolled : 1);
                Assert.True(loop.MultiplyAdds(register) == expected, $"not {expected} multiply-adds on {register}:\n{tile}");
                Assert.True(loop.Jumps == (unrolled > 0 ? 0 : 1), $"jumps other than back to the loop's start:\n{tile}");
                Assert.True(tile.Calls == 0, $"a call:\n{tile}");
                Assert.True(tile.StackStores == 0, $"a store to the stack:\n{tile}");
            }
    }

    /// <summary>Their tiles are half as wide, so that there are registers to work in and the JIT does not tire of inlining.</summary>
    [Theory]
    [InlineData(nameof(ManhattanAny))]
    [InlineData(nameof(Manhattan3))]
    [InlineData(nameof(DotAny))]
    [InlineData(nameof(HammingAny))]
    [InlineData(nameof(Hamming3))]
    [InlineData(nameof(HuberAny))]
    [InlineData(nameof(Chebyshev257))]
    public void Any_other_metric_is_inlined_into_its_tiles_without_spills(string kernel)
    {
        foreach ((string set, _, _, _) in Sets.Where(set => set.IsSupported))
            foreach (string method in (string[])[$"Sums{set}3", $"Sums{set}1", $"RelaxTile{set}"])
            {
                TileListing tile = listings[kernel, method]!;
                Assert.True(tile.Calls == 0, $"a call:\n{tile}");
                Assert.True(tile.StackStores == 0, $"a store to the stack:\n{tile}");
            }
    }

    [Theory]
    [InlineData("Multiply32", "Avx512", "zmm", 2, 12)]
    [InlineData("Multiply16", "Avx512", "zmm", 1, 16)]
    [InlineData("Outer32", "Avx512", "zmm", 2, 12)]
    [InlineData("Outer16", "Avx512", "zmm", 1, 24)]
    [InlineData("Multiply32", "Fma", "ymm", 2, 6)]
    [InlineData("Multiply16", "Fma", "ymm", 2, 6)]
    [InlineData("Outer32", "Fma", "ymm", 2, 6)]
    [InlineData("Outer16", "Fma", "ymm", 2, 6)]
    public void A_product_s_inner_loop_is_its_multiply_adds_in_full_registers_without_checks_calls_and_spills(
        string product, string set, string register, int vectors, int tallest)
    {
        bool isSupported = set == "Avx512" ? Avx512F.IsSupported : Fma.IsSupported;
        for (int height = 1; height <= tallest; height++)
        {
            TileListing? tile = listings["ProductTiles", $"{product}{set}{height}"];
            if (set == "Avx512" && height is > 16 and < 24)
            {
                Assert.Null(tile); // such heights are made of two tiles
                continue;
            }
            Assert.True(isSupported == (tile != null), $"{product}{set}{height} ran, or did not and should have.");
            if (tile == null) continue;
            TileListing loop = tile.Loops.First(loop => loop.MultiplyAdds(register) > 0);
            Assert.True(loop.MultiplyAdds(register) == height * vectors, $"not {height * vectors} multiply-adds on {register}:\n{tile}");
            Assert.True(loop.Jumps == 1, $"jumps other than back to the loop's start:\n{tile}");
            Assert.True(tile.Calls == 0, $"a call:\n{tile}");
            Assert.True(loop.StackStores == 0, $"a store to the stack:\n{tile}");
        }
    }

    [Theory]
    [InlineData("       vmovups  zmmword ptr [rsp+0x40], zmm3", true)]
    [InlineData("       vmovaps  zmmword ptr [rbp-0x200], zmm31", true)]
    [InlineData("       mov      qword ptr [rbp-0x08], rax", true)]
    [InlineData("       vmovups  zmm24, zmmword ptr [rdi+4*r9]", false)]
    [InlineData("       vmovups  zmm24, zmmword ptr [rsp+0x40]", false)]
    [InlineData("       vmovups  zmmword ptr [r8+0x40], zmm0", false)]
    public void A_store_to_the_stack_is_recognised(string line, bool isStore) =>
        Assert.Equal(isStore ? 1 : 0, new TileListing([line]).StackStores);

    private static IEnumerable<(string Method, int Points)> Tiles(string set) =>
        [($"Sums{set}6", 6), ($"Sums{set}2", 2), ($"Sums{set}1", 1), ($"RelaxTile{set}", 1)];
}
