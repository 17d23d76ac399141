using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Benchmarks.Anomalies;
using HpcCoreset.Benchmarks.Clustering;
using HpcCoreset.Benchmarks.Compression;
using HpcCoreset.Benchmarks.Constants;
using HpcCoreset.Benchmarks.Convex;
using HpcCoreset.Benchmarks.Crest;
using HpcCoreset.Benchmarks.Distortion;
using HpcCoreset.Benchmarks.Duplicates;
using HpcCoreset.Benchmarks.Fuzzing;
using HpcCoreset.Benchmarks.Gate;
using HpcCoreset.Benchmarks.Imbalance;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Benchmarks.Peers;
using HpcCoreset.Benchmarks.Projection;
using HpcCoreset.Benchmarks.Requests;
using HpcCoreset.Benchmarks.Selectors;
using HpcCoreset.Benchmarks.Storage;
using HpcCoreset.Benchmarks.Streams;
using HpcCoreset.Benchmarks.Study;
using HpcCoreset.Benchmarks.Suite;
using HpcCoreset.Benchmarks.Training;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Benchmarks;

/// <summary>Runs the benchmark that the first argument names.</summary>
internal static class Program
{
    /// <summary>Benchmarks that take no arguments.</summary>
    private static readonly Dictionary<string, Action<TextWriter>> s_reports = new()
    {
        ["memory"] = MemoryReport.Run,
        ["facility-location"] = FacilityLocationReport.Run,
        ["scale"] = ScaleReport.Run,
        ["facility-family"] = FacilityFamilyReport.Run,
        ["neighbours"] = NeighbourReport.Run,
        ["optimizers"] = OptimizersReport.Run,
        ["sieves"] = SievesReport.Run,
        ["constants"] = ConstantsReport.Run,
        ["distortion"] = DistortionReport.Run,
        ["compression"] = CompressionReport.Run,
        ["imbalance"] = ImbalanceReport.Run,
        ["cells"] = CellReport.Run,
        ["bounds"] = BoundsReport.Run,
        ["streams"] = StreamReport.Run,
        ["narrow"] = NarrowReport.Run,
        ["anomalies"] = AnomaliesReport.Run,
        ["duplicates"] = DuplicatesReport.Run,
        ["projection"] = ProjectionReport.Run,
        ["convex"] = ConvexReport.Run,
        ["request"] = RequestReport.Run,
        ["cold-start"] = ColdStartReport.Run,
        ["threads"] = ThreadsReport.Run,
        ["observability"] = ObservabilityReport.Run,
        ["accuracy"] = AccuracyReport.Run,
        ["crest"] = CrestReport.Run,
        ["networks"] = NetworkReport.Run,
        ["training-tiles"] = TrainingTilesReport.Run,
        ["mini-batch"] = MiniBatchReport.Run,
        ["factored"] = FactoredReport.Run,
    };

    private static int Main(string[] arguments)
    {
        string name = arguments is [] ? "" : arguments[0];
        if (s_reports.TryGetValue(name, out Action<TextWriter>? report))
        {
            report(Head());
            return 0;
        }
        string[] rest = arguments is [] ? [] : arguments[1..];
        switch (name)
        {
            case "passes":
                new PassReport(Head(), [.. rest.Select(dimension => int.Parse(dimension, CultureInfo.InvariantCulture))]).Run();
                return 0;
            case "coreset-solution":
                CoresetSolutionReport.Run(Head(), rest);
                return 0;
            case "craig":
                CraigReport.Run(Head(), rest);
                return 0;
            case "hard-data":
                HardDataReport.Run(Head(), tunesAll: rest.Contains("tuned"));
                return 0;
            case "study":
                return StudyCommand(stop => new StudyRun(StudyPlan.Read(rest[0]), rest[1], Console.Error).Run(stop));
            case "study-verdicts":
                return StudyCommand(_ => StudyReport.Write(rest[0]));
            case "suite":
                SuiteRun.Run(rest);
                return 0;
            case "gate" or "--gate":
                return GateRun.Run(update: rest.Contains("--update"), slowed: rest.Contains("--slow"));
            case "fuzz":
                return FuzzRun.Run(Head(), rest);
            case "rows":
                StreamedRows.Write(long.Parse(rest[0], CultureInfo.InvariantCulture), int.Parse(rest[1], CultureInfo.InvariantCulture));
                return 0;
            case "cold-call":
                ColdStartReport.Child(rest[0], prepared: rest.Length > 1);
                return 0;
            case "machine":
                Console.WriteLine(Machine.Description);
                return 0;
            case "folder":
                Console.WriteLine(Machine.ResultsFolder);
                return 0;
            case "peaks":
                Console.WriteLine(FormattableString.Invariant(
                    $"{Machine.Description}: {Enumerable.Range(0, 20).Max(_ => PeakFlops.Measure()) / 1e9:F0} GFLOP/s, {PeakBandwidth.Measure() / 1e9:F0} GB/s read from memory"));
                return 0;
            case "peer":
                PeerRun.Run(rest);
                return 0;
            default:
                Console.Error.WriteLine(
                    $"Name a benchmark: {string.Join(", ", s_reports.Keys)}, passes [dimensions], coreset-solution [mnist | words], craig [copies | distinct], hard-data [tuned], fuzz [CASES] [SEED] [FIRST], study PLAN OUT.csv, study-verdicts OUT.csv, suite " +
                    "[BenchmarkDotNet's arguments], machine, peaks, gate [--update | --slow]; rows COUNT DIMENSION writes raw float32 for a pipe; " +
                    "bench/run.sh asks for folder, bench/peers/run.sh for peer, cold-start for cold-call.");
                return 2;
        }
    }

    private static int StudyCommand(Action<CancellationToken> command)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            command(stop.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. The same command goes on where it was.");
            return 130;
        }
        catch (Exception refused) when (refused is InvalidDataException or DataFileException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(refused.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
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
