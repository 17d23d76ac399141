using System;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Anomalies;
using HpcCoreset.Benchmarks.Clustering;
using HpcCoreset.Benchmarks.Compression;
using HpcCoreset.Benchmarks.Constants;
using HpcCoreset.Benchmarks.Distortion;
using HpcCoreset.Benchmarks.Duplicates;
using HpcCoreset.Benchmarks.Gate;
using HpcCoreset.Benchmarks.Imbalance;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Benchmarks.Peers;
using HpcCoreset.Benchmarks.Requests;
using HpcCoreset.Benchmarks.Selectors;
using HpcCoreset.Benchmarks.Storage;
using HpcCoreset.Benchmarks.Streams;
using HpcCoreset.Benchmarks.Suite;

namespace HpcCoreset.Benchmarks;

/// <summary>Runs the benchmark that the first argument names.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments is [] ? "" : arguments[0])
        {
            case "passes":
                new PassReport(Head(), [.. arguments.Skip(1).Select(dimension => int.Parse(dimension, CultureInfo.InvariantCulture))]).Run();
                return 0;
            case "memory":
                MemoryReport.Run(Head());
                return 0;
            case "facility-location":
                FacilityLocationReport.Run(Head());
                return 0;
            case "suite":
                SuiteRun.Run(arguments[1..]);
                return 0;
            case "constants":
                ConstantsReport.Run(Head());
                return 0;
            case "gate" or "--gate":
                return GateRun.Run(update: arguments.Contains("--update"), slowed: arguments.Contains("--slow"));
            case "distortion":
                DistortionReport.Run(Head());
                return 0;
            case "compression":
                CompressionReport.Run(Head());
                return 0;
            case "imbalance":
                ImbalanceReport.Run(Head());
                return 0;
            case "cells":
                CellReport.Run(Head());
                return 0;
            case "coreset-solution":
                CoresetSolutionReport.Run(Head(), arguments[1..]);
                return 0;
            case "bounds":
                BoundsReport.Run(Head());
                return 0;
            case "streams":
                StreamReport.Run(Head());
                return 0;
            case "rows":
                StreamedRows.Write(long.Parse(arguments[1], CultureInfo.InvariantCulture), int.Parse(arguments[2], CultureInfo.InvariantCulture));
                return 0;
            case "request":
                RequestReport.Run(Head());
                return 0;
            case "cold-start":
                ColdStartReport.Run(Head());
                return 0;
            case "cold-call":
                ColdStartReport.Child(arguments[1], prepared: arguments.Length > 2);
                return 0;
            case "threads":
                ThreadsReport.Run(Head());
                return 0;
            case "machine":
                Console.WriteLine(Machine.Description);
                return 0;
            case "folder":
                Console.WriteLine(Machine.ResultsFolder);
                return 0;
            case "narrow":
                NarrowReport.Run(Head());
                return 0;
            case "anomalies":
                AnomaliesReport.Run(Head());
                return 0;
            case "duplicates":
                DuplicatesReport.Run(Head());
                return 0;
            case "peaks":
                Console.WriteLine(FormattableString.Invariant(
                    $"{Machine.Description}: {Enumerable.Range(0, 20).Max(_ => PeakFlops.Measure()) / 1e9:F0} GFLOP/s, {PeakBandwidth.Measure() / 1e9:F0} GB/s read from memory."));
                return 0;
            case "peer":
                PeerRun.Run(arguments[1..]);
                return 0;
            default:
                Console.Error.WriteLine("Name a benchmark: passes [dimensions], memory, facility-location, suite [BenchmarkDotNet's arguments], constants, distortion, compression, imbalance, streams, bounds, cells, narrow, anomalies, duplicates, request, cold-start, threads, machine, peaks, gate [--update | --slow]; rows COUNT DIMENSION writes raw float32 for a pipe; bench/run.sh asks for folder, bench/peers/run.sh for peer.");
                Console.Error.WriteLine("Name a benchmark: passes [dimensions], memory, facility-location, suite [BenchmarkDotNet's arguments], constants, distortion, streams, bounds, cells, narrow, anomalies, duplicates, request, cold-start, threads, machine, peaks, gate [--update | --slow]; rows COUNT DIMENSION writes raw float32 for a pipe; bench/run.sh asks for folder, bench/peers/run.sh for peer.");
                Console.Error.WriteLine("Name a benchmark: passes [dimensions], memory, facility-location, suite [BenchmarkDotNet's arguments], constants, distortion, streams, bounds, cells, narrow, request, cold-start, threads, machine, peaks, gate [--update | --slow]; rows COUNT DIMENSION writes raw float32 for a pipe; bench/run.sh asks for folder, bench/peers/run.sh for peer.");
                Console.Error.WriteLine("Name a benchmark: passes [dimensions], memory, facility-location, suite [BenchmarkDotNet's arguments], constants, distortion, bounds, cells, narrow, anomalies, duplicates, request, cold-start, threads, machine, peaks, gate [--update | --slow]; bench/run.sh asks for folder, bench/peers/run.sh for peer.");
                Console.Error.WriteLine("Name a benchmark: passes [dimensions], memory, facility-location, suite [BenchmarkDotNet's arguments], constants, distortion, coreset-solution [mnist | words], bounds, cells, narrow, request, cold-start, threads, machine, peaks, gate [--update | --slow]; bench/run.sh asks for folder, bench/peers/run.sh for peer.");
                return 2;
        }
    }

    /// <summary>The console, with the first line of a page of results.</summary>
    private static TextWriter Head()
    {
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        return Console.Out;
    }
}
