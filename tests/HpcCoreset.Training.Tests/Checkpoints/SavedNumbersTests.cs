using System;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Checkpoints;

/// <summary>What a trainer reads back, and would fail at some steps later if it were not looked at.</summary>
public sealed class SavedNumbersTests
{
    [Theory]
    [InlineData(1UL << 55)]
    [InlineData(ulong.MaxValue)]
    public void A_draw_that_no_run_has_is_refused(ulong draw)
    {
        Assert.Equal((1UL << 55) - 1, RandomStream.ReadDraw(Reader(BitConverter.GetBytes((1UL << 55) - 1))));
        Assert.Contains($"found draw {draw}.", Assert.Throws<FormatException>(() => RandomStream.ReadDraw(Reader(BitConverter.GetBytes(draw)))).Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    public void A_weight_that_is_none_is_refused(float weight)
    {
        float[] weights = new float[2];
        SavedRows.ReadWeights(Reader(BitConverter.GetBytes(2f), BitConverter.GetBytes(0f)), weights);
        Assert.Equal([2, 0], weights);
        Assert.Throws<FormatException>(() => SavedRows.ReadWeights(Reader(BitConverter.GetBytes(2f), BitConverter.GetBytes(weight)), weights));
    }

    private static BinaryReader Reader(params byte[][] values) => new(new MemoryStream([.. values.SelectMany(value => value)]));
}
