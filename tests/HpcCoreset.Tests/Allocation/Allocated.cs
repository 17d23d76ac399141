using System;
using System.Linq;

namespace HpcCoreset.Tests.Allocation;

/// <summary>Bytes that this thread allocates.</summary>
internal static class Allocated
{
    /// <summary>In one call.</summary>
    public static long In(Action call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>In every one of five calls, after one that warms up: a collection in the middle of a call, of another test's making, adds bytes to the count.</summary>
    public static long Always(Action call)
    {
        call();
        return Enumerable.Range(0, 5).Min(_ => In(call));
    }

    /// <summary>
    /// By all threads of the process, in the least of five calls after five that warm up, because the runtime's own threads allocate now and
    /// then. Wants a process of its own.
    /// </summary>
    public static long InProcess(Action call)
    {
        for (int i = 0; i < 5; i++) call();
        return Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            call();
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        });
    }
}
