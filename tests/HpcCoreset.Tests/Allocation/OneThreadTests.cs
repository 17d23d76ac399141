using System;
using System.Collections.Generic;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tests.Allocation;

/// <summary>On one thread: 0 B from the second call on, and still after the JIT has replaced the code of the first calls.</summary>
/// <remarks>
/// A collection that stops a thread in the middle of a call adds bytes to its count that it never allocated (144 were seen). So these
/// tests run while no other does, and after the first call, which fills the workspace, no collection is left in progress.
/// </remarks>
[Collection(Alone)]
public class OneThreadTests
{
    internal const string Alone = "Alone";

    // Methods are compiled again after 30 calls.
    private const int CallCount = 40;

    [Fact]
    public void Later_calls_allocate_nothing()
    {
        var allocating = new List<string>();
        foreach ((string name, Action call) in Calls.All(threads: 1))
        {
            (int number, long bytes) = FirstAllocating(call);
            if (bytes > 0) allocating.Add($"{name}: {bytes} B at call {number}");
        }
        Assert.True(allocating.Count == 0, string.Join('\n', allocating));
    }

    [Fact]
    public void Nor_does_the_first_Assign_of_the_rows_of_a_Fit()
    {
        float[] rows = Clustering.Rows.Blobs(700, 6, 5);
        var owner = new int[700];
        using (var other = new KMeansSolver(new() { Clusters = 5 })) // what is compiled, and static
        {
            other.Fit(new Points(rows, 6));
            other.Assign(new Points(rows, 6), owner, []);
        }
        using var solver = new KMeansSolver(new() { Clusters = 5 });
        solver.Fit(new Points(rows, 6));
        GC.Collect();
        Assert.Equal(0, Allocated.In(() => solver.Assign(new Points(rows, 6), owner, [])));
    }

    [Fact]
    public void Nor_does_a_stream_whose_sieves_have_held_as_many_rows_before()
    {
        float[] rows = Clustering.Rows.Blobs(12 * 1024, 6, 5);
        using var stream = new FacilityLocationStream(new() { Size = 20, SampleRows = 300 });
        stream.Append(new Points(rows, 6));
        stream.Reduce();
        GC.Collect();
        Assert.Equal(0, Allocated.In(() =>
        {
            stream.Append(new Points(rows.AsSpan(0, 3 * 1024 * 6), 6));
            stream.Reduce();
        }));
    }

    [Fact]
    public void Fewer_rows_allocate_nothing_either()
    {
        float[] rows = Clustering.Rows.Blobs(700, 6, 5);
        using var selector = new FacilityLocationSelector(new() { Size = 10 });
        selector.Select(new Points(rows, 6));
        GC.Collect();
        Assert.Equal(0, Allocated.In(() => selector.Select(new Points(rows.AsSpan(0, 600 * 6), 6))));
    }

    /// <summary>A thread of a team may get its first chunk in any call, so what a pass needs must not be the thread's own.</summary>
    [Fact]
    public void A_thread_that_had_no_rows_before_allocates_nothing()
    {
        float[] rows = Clustering.Rows.Blobs(600, 6, 5);
        var owner = new int[600];
        var solver = new KMeansSolver(new() { Clusters = 5 });
        solver.Fit(new Points(rows, 6));
        solver.Assign(new Points(rows, 6), owner, default);
        GC.Collect();
        long bytes = -1;
        var thread = new Thread(() =>
        {
            Allocated.In(() => { });
            bytes = Allocated.In(() => solver.Assign(new Points(rows, 6), owner, default));
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void The_measure_sees_a_single_object()
    {
        int calls = 0;
        object? kept = null;
        (int number, long bytes) = FirstAllocating(() =>
        {
            if (++calls == 33) kept = new object();
        });
        Assert.NotNull(kept);
        Assert.Equal(33, number);
        Assert.Equal(3 * IntPtr.Size, bytes);
    }

    /// <summary>The first call after the first that allocates, counted from 1.</summary>
    private static (int Number, long Bytes) FirstAllocating(Action call)
    {
        call();
        GC.Collect();
        for (int number = 2; number <= CallCount; number++)
            if (Allocated.In(call) is var bytes and > 0) return (number, bytes);
        return (0, 0);
    }
}

/// <summary>Tests that run while no other does.</summary>
[CollectionDefinition(OneThreadTests.Alone, DisableParallelization = true)]
public class Alone;
