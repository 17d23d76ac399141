using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Allocation;

/// <summary>
/// On two threads: 0 B in the whole process, which is one of its own, since the counter sees every thread.
/// </summary>
public class TwoThreadsTests
{
    [Fact]
    public void Later_calls_allocate_nothing()
    {
        string[] lines = Lines(nameof(MeasureAll));
        Assert.Equal(Calls.All(threads: 2).Select(call => call.Name), lines.Select(line => line.Split(": ")[0]));
        Assert.All(lines, line => Assert.EndsWith(": 0 B", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_measure_sees_what_the_teams_other_thread_allocates()
    {
        string line = Assert.Single(Lines(nameof(MeasureAllocatingWork)));
        Assert.Equal(FormattableString.Invariant($"work: {3 * IntPtr.Size} B"), line);
    }

    private static string[] Lines(string method)
    {
        (int exitCode, string output, string error) = Child.Run(typeof(TwoThreadsTests), method, []);
        Assert.True(exitCode == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>In the child: one line per call.</summary>
    internal static void MeasureAll()
    {
        foreach ((string name, Action call) in Calls.All(threads: 2)) Measure(name, call);
    }

    /// <summary>In the child: work of two chunks that meet, so that one is on the other thread, which allocates one object.</summary>
    internal static void MeasureAllocatingWork()
    {
        using var meeting = new Barrier(2);
        var work = new AllocatingWork(meeting);
        Measure("work", () => work.Run());
        if (work.Kept == null) throw new InvalidOperationException("nothing ran");
    }

    private static void Measure(string name, Action call) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Allocated.InProcess(call)} B"));

    private sealed class AllocatingWork(Barrier meeting) : IChunkedWork
    {
        private int _caller;

        public object? Kept { get; private set; }

        public void Run()
        {
            _caller = Environment.CurrentManagedThreadId;
            WorkerTeam.Run(this, 2, 2);
        }

        public void Execute(int chunk)
        {
            meeting.SignalAndWait();
            if (Environment.CurrentManagedThreadId != _caller) Kept = new object();
        }
    }
}
