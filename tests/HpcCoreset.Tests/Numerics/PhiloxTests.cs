using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Numerics;

[Trait("Switches", "true")]
public class PhiloxTests
{
    /// <summary>The known answers that the authors ship with Random123 for philox4x32 with 10 rounds.</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Known_answers(ulong seed, ulong stream, ulong index, uint x0, uint x1, uint x2, uint x3)
    {
        var random = new Philox(seed, stream);
        Assert.Equal((x0, x1, x2, x3), random.Block(index));
        Assert.Equal(x0, random.UInt32(index));
        Assert.Equal((ulong)x1 << 32 | x0, random.UInt64(index));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0xFFFF_FFFEUL)] // into the second word of the counter
    [InlineData(0x85a308d3243f6a88UL)]
    public unsafe void Four_counters_together_are_four_one_by_one(ulong index)
    {
        var random = new Philox(0x299f31d0a4093822UL, 0x0370734413198a2eUL);
        ulong* words = stackalloc ulong[16];
        random.Blocks(index, words);
        for (int i = 0; i < Philox.Together; i++)
            Assert.Equal(random.Block(index + (ulong)i), ((uint)words[i], (uint)words[4 + i], (uint)words[8 + i], (uint)words[12 + i]));
    }

    [Fact]
    public void Doubles_are_uniform_in_the_half_open_unit_interval()
    {
        var random = new Philox(1, 2);
        var bins = new int[64];
        const int Draws = 64_000;
        for (ulong i = 0; i < Draws; i++)
        {
            double value = random.Double(i);
            Assert.InRange(value, 0, 1 - 1e-17);
            bins[(int)(value * bins.Length)]++;
        }
        double chiSquared = 0;
        foreach (int count in bins) chiSquared += (count - 1000.0) * (count - 1000.0) / 1000.0;
        Assert.InRange(chiSquared, 20, 120); // 63 degrees of freedom: 63 +- 11
    }

    [Fact]
    public void Seeds_and_streams_differ()
    {
        Assert.NotEqual(new Philox(1, 0).UInt64(0), new Philox(2, 0).UInt64(0));
        Assert.NotEqual(new Philox(1, 0).UInt64(0), new Philox(1, 1).UInt64(0));
        Assert.NotEqual(new Philox(1, 0).UInt64(0), new Philox(1, 0).UInt64(1));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(7UL)]
    [InlineData(ulong.MaxValue)]
    public void Below_stays_below(ulong bound)
    {
        var random = new Philox(3, 0);
        for (ulong i = 0; i < 1000; i++) Assert.True(random.Below(bound, i) < bound);
    }
}
