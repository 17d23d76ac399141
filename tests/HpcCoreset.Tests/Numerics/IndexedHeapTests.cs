using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Numerics;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Numerics;

public class IndexedHeapTests
{
    [Fact]
    public void Pops_by_bound_descending_then_index_ascending() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            double[] bounds = [.. bytes.Select(b => (double)(b % 7))]; // many ties
            var heap = new IndexedHeap();
            heap.Rebuild(bounds);
            int[] expected = [.. Enumerable.Range(0, bounds.Length).OrderByDescending(i => bounds[i]).ThenBy(i => i)];
            return expected.SequenceEqual(Drain(heap));
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Mixed_pushes_and_pops_agree_with_a_sorted_list() =>
        Prop.ForAll<int[]>(steps =>
        {
            var heap = new IndexedHeap();
            var oracle = new SortedSet<(double NegatedBound, int Index)>();
            heap.Rebuild([]);
            for (int i = 0; i < steps.Length; i++)
            {
                if (steps[i] % 3 == 0 && oracle.Count > 0)
                {
                    (double negated, int index) = oracle.Min;
                    oracle.Remove(oracle.Min);
                    if (heap.PeekKey != -negated || heap.PeekIndex != index || heap.PopTop() != index) return false;
                }
                else
                {
                    heap.Push(steps[i] % 5, i);
                    oracle.Add((-(steps[i] % 5), i));
                }
                if (heap.Count != oracle.Count) return false;
            }
            return Drain(heap).SequenceEqual(oracle.Select(entry => entry.Index));
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Reuse_allocates_nothing()
    {
        var heap = new IndexedHeap();
        var bounds = new double[1000];
        Assert.Equal(0, Allocated.Always(Cycle));

        void Cycle()
        {
            heap.Rebuild(bounds);
            for (int i = 0; i < 500; i++) heap.PopTop();
            for (int i = 0; i < 500; i++) heap.Push(i, i);
        }
    }

    private static List<int> Drain(IndexedHeap heap)
    {
        var popped = new List<int>();
        while (heap.Count > 0) popped.Add(heap.PopTop());
        return popped;
    }
}
