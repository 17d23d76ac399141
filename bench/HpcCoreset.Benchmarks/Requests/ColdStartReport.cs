using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Requests;

/// <summary>The first calls of a process, each measured in processes of its own; and whole runs of the command.</summary>
internal static class ColdStartReport
{
    private const int Processes = 9;
    private const string Prepared = "prepared";
    private static readonly string s_tool =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../HpcCoreset.Tool/release/hpc-coreset.dll"));

    private static readonly string[] s_commands =
        ["--version", "select digits --size 100", "select digits --size 100 --method facility-location"];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"The first {Request.Size} of {Request.Count} x {Request.Dimension} in a fresh process, with the making of the selector; medians of {Processes} processes (lowest - highest).");
        output.WriteLine();
        output.WriteLine("| request | first call, ms | compiling, ms | methods compiled | second call, ms | Prepare, ms | first call after it, ms |");
        output.WriteLine("|:--|:--|--:|--:|--:|:--|--:|");
        foreach (string name in Request.All.Keys)
        {
            double[][] cold = Children(name), warm = Children(name, Prepared);
            output.WriteLine(FormattableString.Invariant(
                $"| {name} | {Range(cold, 1)} | {Median(cold, 3):F1} | {Median(cold, 4)} | {Median(cold, 2):F2} | {Range(warm, 0)} | {Median(warm, 1):F2} |"));
        }
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"HpcCoreset.dll has {new FileInfo(typeof(Points).Assembly.Location).Length / 1e6:F2} MB."));
        output.WriteLine();
        output.WriteLine($"Whole runs of the command (built by dotnet build -c Release src/HpcCoreset.Tool), by the wall clock; medians of {Processes}.");
        output.WriteLine();
        output.WriteLine("| command | s (lowest - highest) |");
        output.WriteLine("|:--|:--|");
        foreach (string command in s_commands)
        {
            double[] seconds = [.. Enumerable.Range(0, Processes).Select(_ => Timed(["exec", s_tool, .. command.Split(' ')]).Seconds)];
            output.WriteLine(FormattableString.Invariant($"| hpc-coreset {command} | {PairedRatio.MedianOf(seconds):F2} ({seconds.Min():F2} - {seconds.Max():F2}) |"));
        }
    }

    /// <summary>In the child: milliseconds of <c>Prepare</c> (0 without), of the first call and of the second; milliseconds compiling and methods compiled up to the end of the first.</summary>
    public static void Child(string name, bool prepared)
    {
        _ = Request.Rows;
        Func<Request> make = Request.All[name];
        long start = Stopwatch.GetTimestamp(), methods = JitInfo.GetCompiledMethodCount();
        TimeSpan compiling = JitInfo.GetCompilationTime();
        using Request request = make();
        if (prepared) request.Prepare();
        double prepare = prepared ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : 0;
        if (prepared) start = Stopwatch.GetTimestamp();
        request.Call();
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        compiling = JitInfo.GetCompilationTime() - compiling;
        methods = JitInfo.GetCompiledMethodCount() - methods;
        start = Stopwatch.GetTimestamp();
        request.Call();
        double second = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{prepare} {first} {second} {compiling.TotalMilliseconds} {methods}"));
    }

    private static double[][] Children(params string[] arguments) =>
        [.. Enumerable.Range(0, Processes).Select(_ => Timed(["exec", typeof(ColdStartReport).Assembly.Location, "cold-call", .. arguments])
            .Output.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray())];

    private static double Median(double[][] runs, int column) => PairedRatio.MedianOf([.. runs.Select(run => run[column])]);

    private static string Range(double[][] runs, int column) => FormattableString.Invariant(
        $"{Median(runs, column):F1} ({runs.Min(run => run[column]):F1} - {runs.Max(run => run[column]):F1})");

    private static (double Seconds, string Output) Timed(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"dotnet {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}.");
        return (seconds, output);
    }
}
