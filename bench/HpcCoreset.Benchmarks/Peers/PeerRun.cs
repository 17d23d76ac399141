using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Peers;

/// <summary>Our side of <c>bench/peers</c>: one task on rows from a file, warmed up as the peers are, one line of figures.</summary>
internal static class PeerRun
{
    /// <summary>Prints processor seconds per call, bytes by which the peak of resident memory grew, and the value found.</summary>
    public static void Run(string[] arguments)
    {
        switch (arguments[0])
        {
            case "facility-location":
                FacilityLocation(arguments[1], Number(arguments[2]), Number(arguments[3]));
                break;
            case "nearest":
            case "nearest-packed":
                Nearest(arguments[1], arguments[2], Number(arguments[3]), packsOnce: arguments[0] == "nearest-packed");
                break;
            case "kmeans":
                KMeans(arguments[1], Number(arguments[2]), Number(arguments[3]), Number(arguments[4]));
                break;
            default:
                throw new ArgumentException($"No task {arguments[0]}.");
        }
    }

    private static void FacilityLocation(string file, int dimension, int size)
    {
        using (FacilityLocationSelector small = new(new() { Size = 5 }))
            for (int i = 0; i < 40; i++) _ = small.Select(new Points(NormalRows.Make(200, dimension, i), dimension));
        float[] rows = Read(file);
        using FacilityLocationSelector selector = new(new() { Size = size });
        Measure(1, () => selector.Select(new Points(rows, dimension)).Report.Objective);
    }

    private static void Nearest(string file, string centresFile, int dimension, bool packsOnce)
    {
        float[] rows = Read(file), centres = Read(centresFile);
        using NearestCentre nearest = new(rows, centres, dimension, packsOnce);
        PairedRatio.WarmUp(() => nearest.Run());
        Measure(5, nearest.Run);
    }

    private static void KMeans(string file, int dimension, int clusters, int seed)
    {
        using (KMeansSolver small = new(new() { Clusters = 5 }))
            for (int i = 0; i < 40; i++) _ = small.Fit(new Points(NormalRows.Make(200, dimension, i), dimension));
        float[] rows = Read(file);
        using KMeansSolver solver = new(new() { Clusters = clusters, Seed = (ulong)seed });
        Measure(1, () => solver.Fit(new Points(rows, dimension)).Cost);
    }

    private static void Measure(int calls, Func<double> work)
    {
        long memory = Machine.PeakResidentBytes;
        double start = ThreadClock.Seconds, value = 0;
        for (int i = 0; i < calls; i++) value = work();
        double seconds = (ThreadClock.Seconds - start) / calls;
        Console.WriteLine(FormattableString.Invariant($"{seconds:F6} {Machine.PeakResidentBytes - memory} {value:G9}"));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static float[] Read(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
}
