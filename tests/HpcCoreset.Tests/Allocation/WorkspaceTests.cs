using System;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace HpcCoreset.Tests.Allocation;

/// <summary>The memory of a selection beside its input, in a process of its own whose peak resident size is read.</summary>
public class WorkspaceTests
{
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.Cosine)]
    public void Ten_thousand_rows_of_64_need_less_than_30_MB(Similarity similarity)
    {
        long grown = Grown(nameof(Select), similarity.ToString());
        Assert.InRange(grown, 1, 30 * Megabyte); // their matrix of similarities would be 400 MB
    }

    [Fact]
    public void A_stream_of_100_000_rows_of_128_needs_less_than_16_MB() => Assert.InRange(Grown(nameof(Stream)), 1, 16 * Megabyte); // the rows take 51 MB

    [Fact]
    public void The_measure_sees_what_is_touched() => Assert.InRange(Grown(nameof(Touch)), 100 * Megabyte, 130 * Megabyte);

    private static long Grown(string method, params string[] arguments)
    {
        (int exitCode, string output, string error) = Child.Run(typeof(WorkspaceTests), method, arguments);
        Assert.True(exitCode == 0, error);
        return long.Parse(output, CultureInfo.InvariantCulture);
    }

    /// <summary>In the child: a selection, after a small one has loaded and compiled the code.</summary>
    internal static void Select(string similarity)
    {
        const int Count = 10_000, Dimension = 64;
        var values = new float[Count * Dimension];
        var random = new Random(71);
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        var options = new FacilityLocationOptions { Size = 20, Similarity = Enum.Parse<Similarity>(similarity) };
        using (var warming = new FacilityLocationSelector(options)) warming.Select(new Points(values.AsSpan(0, 1000 * Dimension), Dimension));
        long before = Peak();
        using var selector = new FacilityLocationSelector(options);
        selector.Select(new Points(values, Dimension));
        Console.Write(Peak() - before);
    }

    /// <summary>In the child: a stream, after a short one has loaded and compiled the code.</summary>
    internal static void Stream()
    {
        const int Block = 1000, Dimension = 128;
        var values = new float[Block * Dimension];
        var random = new Random(72);
        long before = 0;
        foreach (int blocks in (int[])[5, 100])
        {
            before = Peak();
            using var stream = new FacilityLocationStream(new() { Size = 50 });
            for (int block = 0; block < blocks; block++)
            {
                for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.3f;
                stream.Append(new Points(values, Dimension));
            }
            stream.Reduce();
        }
        Console.Write(Peak() - before);
    }

    /// <summary>In the child: 100 MB, written to.</summary>
    internal static void Touch()
    {
        long before = Peak();
        var bytes = new byte[100 * Megabyte];
        Array.Fill(bytes, (byte)1);
        Console.Write(Peak() - before);
        GC.KeepAlive(bytes);
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
