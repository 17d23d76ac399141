using System;
using System.Diagnostics;
using System.IO;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Requests;

/// <summary>How long a request takes once the process is warm, by the wall clock: the middle one, and the slowest of a hundred.</summary>
internal static class RequestReport
{
    private const int Calls = 10_000;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"{Request.Size} of {Request.Count} x {Request.Dimension} standard normal rows under cosine (k-means coreset: 5 clusters, squared Euclidean), one thread.");
        output.WriteLine();
        output.WriteLine($"| request | p50 of {Calls:N0} calls, us | p99, us | allocated by all |");
        output.WriteLine("|:--|--:|--:|--:|");
        double[] microseconds = new double[Calls];
        foreach ((string name, Func<Request> make) in Request.All)
        {
            using Request request = make();
            PairedRatio.WarmUp(() => request.Call());
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
            {
                long start = Stopwatch.GetTimestamp();
                request.Call();
                microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Array.Sort(microseconds);
            output.WriteLine(FormattableString.Invariant(
                $"| {name} | {microseconds[Calls / 2]:F0} | {microseconds[Calls * 99 / 100]:F0} | {allocated} B |"));
        }
    }
}
