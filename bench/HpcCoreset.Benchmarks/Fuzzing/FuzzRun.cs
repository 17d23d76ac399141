using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>Many cases on all processors, counted by parser and outcome; a watchdog ends a run that hangs.</summary>
internal sealed class FuzzRun
{
    private const int MostFaults = 40;
    private const int WatchMilliseconds = 250;

    private readonly FuzzTarget[] _targets = FuzzTargets.All;
    private readonly ulong _seed;
    private readonly ulong _first;
    private readonly ulong _cases;
    private readonly long[,] _counts;
    private readonly long[] _most;
    private readonly List<(ulong Number, FuzzTarget Target, string Message)> _faults = [];
    private readonly (ulong Number, long Started)[] _current;

    private FuzzRun(ulong cases, ulong seed, ulong first, int threads)
    {
        (_cases, _seed, _first) = (cases, seed, first);
        _counts = new long[_targets.Length, Enum.GetValues<FuzzOutcome>().Length];
        _most = new long[_targets.Length];
        _current = new (ulong, long)[threads];
    }

    /// <summary>Runs cases and writes a table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="arguments">Number of cases, seed, and number of the first: all of them may be left out.</param>
    /// <returns>The exit code: 1 if there was a fault.</returns>
    public static int Run(TextWriter output, string[] arguments)
    {
        ulong[] numbers = [.. arguments.Select(number => ulong.Parse(number, CultureInfo.InvariantCulture))];
        (ulong cases, ulong seed, ulong first) = (numbers.ElementAtOrDefault(0), numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2));
        var run = new FuzzRun(numbers.Length == 0 ? 2_000_000 : cases, seed, first, Environment.ProcessorCount);
        long started = Stopwatch.GetTimestamp();
        run.Run();
        run.Write(output, Stopwatch.GetElapsedTime(started));
        return run._faults.Count == 0 ? 0 : 1;
    }

    private void Run()
    {
        Thread[] threads = [.. Enumerable.Range(0, _current.Length).Select(number => new Thread(() => Work(number)) { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads)
        {
            while (!thread.Join(WatchMilliseconds))
            {
                if (Hanging() is not { } number) continue;
                var cases = new FuzzCase(_targets, "", _seed);
                lock (_faults) _faults.Add((number, _targets[cases.Make(number).Target], $"ran longer than {FuzzCase.MostSeconds} seconds"));
                return;
            }
        }
    }

    private ulong? Hanging()
    {
        foreach (ref (ulong Number, long Started) current in _current.AsSpan())
        {
            long started = Volatile.Read(ref current.Started);
            if (started != 0 && Stopwatch.GetElapsedTime(started).TotalSeconds > FuzzCase.MostSeconds) return current.Number;
        }
        return null;
    }

    private void Work(int thread)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hpc-coreset-fuzz-");
        try
        {
            var cases = new FuzzCase(_targets, folder.FullName, _seed);
            for (ulong i = (ulong)thread; i < _cases; i += (ulong)_current.Length) Count(cases, _first + i, ref _current[thread]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Count(FuzzCase cases, ulong number, ref (ulong Number, long Started) current)
    {
        (int target, byte[] file) = cases.Make(number);
        current.Number = number;
        Volatile.Write(ref current.Started, Stopwatch.GetTimestamp());
        FuzzResult result = cases.Run(_targets[target], file);
        Volatile.Write(ref current.Started, 0);
        Interlocked.Increment(ref _counts[target, (int)result.Outcome]);
        InterlockedMax(ref _most[target], result.Bytes);
        if (result.Outcome != FuzzOutcome.Fault) return;
        lock (_faults) _faults.Add((number, _targets[target], result.Message));
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (long found = Volatile.Read(ref most); value > found;)
        {
            long before = Interlocked.CompareExchange(ref most, value, found);
            if (before == found) return;
            found = before;
        }
    }

    private void Write(TextWriter output, TimeSpan elapsed)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{_cases:N0} cases from seed {_seed} on {_current.Length} threads in {elapsed.TotalSeconds:F0} s. Bytes: the most that a case reserved, managed and native."));
        output.WriteLine();
        output.WriteLine("| parser | cases | read | refused | fault | bytes |");
        output.WriteLine("|:--|--:|--:|--:|--:|--:|");
        for (int target = 0; target < _targets.Length; target++)
            WriteLine(_targets[target].Name, [.. Enumerable.Range(0, _counts.GetLength(1)).Select(outcome => _counts[target, outcome])], _most[target]);
        WriteLine("all", [.. Enumerable.Range(0, _counts.GetLength(1)).Select(outcome => Enumerable.Range(0, _targets.Length).Sum(target => _counts[target, outcome]))], _most.Max());
        foreach ((ulong number, FuzzTarget target, string message) in _faults.OrderBy(fault => fault.Number).Take(MostFaults))
        {
            output.WriteLine();
            output.WriteLine($"`fuzz 1 {_seed} {number}`: {target.Name}: {message}");
        }

        void WriteLine(string name, long[] counts, long most) =>
            output.WriteLine(FormattableString.Invariant($"| {name} | {counts.Sum():N0} | {counts[0]:N0} | {counts[1]:N0} | {counts[2]:N0} | {most:N0} |"));
    }
}
