using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HpcCoreset.Benchmarks.Measures;

/// <summary>
/// Processor time of the calling thread on Linux, the wall clock elsewhere. On a machine that others use as well, a thread that waits
/// for its turn must not count as one that works.
/// </summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    /// <summary>Seconds since some moment.</summary>
    public static double Seconds
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
            if (ReadClock(ThreadProcessorTime, out Moment moment) != 0) throw new InvalidOperationException("The thread's clock could not be read.");
            return moment.Seconds + 1e-9 * moment.Nanoseconds;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Moment moment);

    private readonly record struct Moment(nint Seconds, nint Nanoseconds);
}
