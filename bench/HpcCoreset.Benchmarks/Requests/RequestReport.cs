using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Requests;

/// <summary>How long a request takes once the process is warm, by the wall clock: the middle one, and the slowest of a hundred.</summary>
internal static class RequestReport
{
    public static void Run(TextWriter output)
    {
        output.WriteLine(
            $"{Request.Size} of {Request.Count} x {Request.Dimension} standard normal rows under cosine (k-means coreset: 5 clusters, squared Euclidean), one thread, unless said.");
        output.WriteLine();
        output.WriteLine("| request | calls | p50, us | p99, us | allocated by the calling thread |");
        output.WriteLine("|:--|--:|--:|--:|--:|");
        foreach ((string name, Func<Request> make) in Request.All.Concat(Request.More))
        {
            using Request request = make();
            PairedRatio.WarmUp(() => request.Call());
            double[] microseconds = new double[request.Calls];
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < microseconds.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                request.Call();
                microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Array.Sort(microseconds);
            output.WriteLine(FormattableString.Invariant(
                $"| {name} | {microseconds.Length} | {microseconds[microseconds.Length / 2]:F0} | {microseconds[microseconds.Length * 99 / 100]:F0} | {allocated} B |"));
        }
    }
}
