using System;
using System.Linq;

namespace HpcCoreset.Training.Tests;

/// <summary>Bytes that this thread allocates.</summary>
internal static class Allocated
{
    /// <summary>In every one of five calls, after one that warms up: a collection in the middle of a call, of another test's making, adds bytes to the count.</summary>
    public static long Always(Action call)
    {
        call();
        return Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
