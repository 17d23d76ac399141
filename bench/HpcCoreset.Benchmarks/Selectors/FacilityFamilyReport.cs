using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Selectors;

/// <summary>
/// Calls of the size of a request: facility location as it is, for other rows, like a query, unlike private rows. All in turn, call by
/// call, so that a change of the clock rate hits all.
/// </summary>
internal static class FacilityFamilyReport
{
    private const int Calls = 300;
    private const int Rows = 1_000;
    private const int Dimension = 768;
    private const int Size = 10;

    private static readonly float[] s_rows = NormalRows.Make(Rows, Dimension, seed: 3);

    public static void Run(TextWriter output)
    {
        (string Name, Action Call)[] calls =
        [
            ("facility location", Selection(new() { Size = Size, Similarity = Similarity.Cosine }, 0, 0, 0)),
            ("for 200 other rows", Selection(new() { Size = Size, Similarity = Similarity.Cosine }, 200, 0, 0)),
            ("like a query of 1", Selection(new() { Size = Size, Similarity = Similarity.Cosine }, 0, 1, 0)),
            ("like a query of 20", Selection(new() { Size = Size, Similarity = Similarity.Cosine }, 0, 20, 0)),
            ("for a query of 20", Selection(new() { Size = Size, Similarity = Similarity.Cosine, RepresentQuery = true }, 0, 20, 0)),
            ("unlike 20 private rows", Selection(new() { Size = Size, Similarity = Similarity.Cosine }, 0, 0, 20)),
            ("like 20 and unlike 20", Selection(new() { Size = Size, Similarity = Similarity.Cosine }, 0, 20, 20)),
        ];
        var microseconds = new double[calls.Length][];
        var allocated = new long[calls.Length];
        for (int i = 0; i < calls.Length; i++)
        {
            PairedRatio.WarmUp(calls[i].Call);
            microseconds[i] = new double[Calls];
        }
        for (int call = 0; call < Calls; call++)
            for (int i = 0; i < calls.Length; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
                calls[i].Call();
                microseconds[i][call] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                allocated[i] += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        output.WriteLine($"{Size} of {Rows:N0} x {Dimension} standard normal rows under cosine, one thread.");
        output.WriteLine();
        output.WriteLine($"| call | p50 of {Calls} calls, us | p99, us | allocated by all |");
        output.WriteLine("|:--|--:|--:|--:|");
        for (int i = 0; i < calls.Length; i++)
        {
            Array.Sort(microseconds[i]);
            output.WriteLine(FormattableString.Invariant(
                $"| {calls[i].Name} | {microseconds[i][Calls / 2]:F0} | {microseconds[i][Calls * 99 / 100]:F0} | {allocated[i]} B |"));
        }
        output.WriteLine();
    }

    private static Action Selection(FacilityLocationOptions options, int represented, int query, int known)
    {
        var selector = new FacilityLocationSelector(options);
        float[] others = NormalRows.Make(Rows, Dimension, seed: 5);
        return () => selector.Select(new Points(s_rows, Dimension), new ReferenceRows
        {
            Represented = new Points(others.AsSpan(0, represented * Dimension), Dimension),
            Query = new Points(others.AsSpan(0, query * Dimension), Dimension),
            Private = new Points(others.AsSpan(500 * Dimension, known * Dimension), Dimension),
        });
    }
}
