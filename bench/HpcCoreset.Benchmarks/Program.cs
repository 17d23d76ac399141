using System;
using System.Globalization;
using System.Linq;
using HpcCoreset.Benchmarks.Distortion;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Benchmarks.Peers;
using HpcCoreset.Benchmarks.Selectors;

namespace HpcCoreset.Benchmarks;

/// <summary>Runs the benchmark that the first argument names.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments is [] ? "" : arguments[0])
        {
            case "ratios":
                Console.WriteLine(Machine.Description);
                Console.WriteLine();
                FacilityLocationReport.Run(Console.Out); // first, while the process is small
                new PassReport(Console.Out, [.. arguments.Skip(1).Select(dimension => int.Parse(dimension, CultureInfo.InvariantCulture))]).Run();
                return 0;
            case "facility-location":
                FacilityLocationReport.Run(Console.Out);
                return 0;
            case "allocations":
                AllocationReport.Run();
                return 0;
            case "distortion":
                DistortionReport.Run(Console.Out);
                return 0;
            case "peaks":
                Console.WriteLine(FormattableString.Invariant(
                    $"{Machine.Description}: {Enumerable.Range(0, 20).Max(_ => PeakFlops.Measure()) / 1e9:F0} GFLOP/s, {PeakBandwidth.Measure() / 1e9:F0} GB/s read from memory."));
                return 0;
            case "peer":
                PeerRun.Run(arguments[1..]);
                return 0;
            default:
                Console.Error.WriteLine("Name a benchmark: ratios [dimensions], facility-location, allocations, distortion, peaks; bench/peers/run.sh calls peer.");
                return 2;
        }
    }
}
