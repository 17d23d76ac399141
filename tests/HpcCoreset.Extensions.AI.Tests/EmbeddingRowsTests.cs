using System;
using System.Linq;
using HpcCoreset.Tests.Allocation;
using Microsoft.Extensions.AI;
using Xunit;

namespace HpcCoreset.Extensions.AI.Tests;

public class EmbeddingRowsTests
{
    [Fact]
    public void Every_way_in_gives_the_same_rows()
    {
        float[][] vectors = Items.Vectors(5, 9, 4);
        int[] ids = [4, 8, 15, 16, 23, 42, 4, 4, 0]; // 4 is there three times
        var one = new EmbeddingRows<int>();
        for (int i = 0; i < 9; i++) one.Add(ids[i], vectors[i]);
        var two = new EmbeddingRows<int>();
        for (int i = 0; i < 9; i++) two.Add(ids[i], new Embedding<float>(vectors[i]));
        var three = new EmbeddingRows<int>();
        three.AddRange(ids.Zip(vectors, (id, vector) => (id, new ReadOnlyMemory<float>(vector))));
        var four = new EmbeddingRows<int>();
        four.AddRange(ids, new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector))));
        foreach (EmbeddingRows<int> rows in (EmbeddingRows<int>[])[one, two, three, four])
        {
            Assert.Equal((9, 4), (rows.Count, rows.Dimension));
            Assert.Equal(ids, rows.Ids.ToArray());
            for (int i = 0; i < 9; i++) Assert.Equal(vectors[i], rows.AsPoints()[i].ToArray());
        }
    }

    [Fact]
    public void A_vector_of_another_length_is_refused_and_so_is_one_without_values()
    {
        EmbeddingRows<string> rows = Items.Named([[1, 2, 3], [4, 5, 6]]);
        Assert.StartsWith(
            "vector: found 2 values for item 2 (id short); allowed are 3, as for the items before it.",
            Assert.Throws<ArgumentException>("vector", () => rows.Add("short", [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("vector", () => rows.Add("none", []));
        Assert.StartsWith(
            "vector: found 0 values for item 0 (id none); allowed is at least 1.",
            Assert.Throws<ArgumentException>(() => new EmbeddingRows<string>().Add("none", [])).Message, StringComparison.Ordinal);
        Assert.Equal(2, rows.Count);
        Assert.Equal([4, 5, 6], rows.AsPoints()[1].ToArray());
    }

    [Fact]
    public void Of_a_range_with_a_refused_item_none_is_added()
    {
        EmbeddingRows<string> rows = Items.Named([[1, 2], [3, 4]]);
        Assert.Throws<ArgumentException>(() => rows.AddRange([("good", new float[] { 5, 6 }), ("bad", new float[] { 7 })]));
        Assert.Throws<ArgumentException>("ids", () => rows.AddRange(["a"], [new(new float[] { 1, 2 }), new(new float[] { 3, 4 })]));
        Assert.Throws<ArgumentNullException>("embeddings", () => rows.AddRange(["a", "b"], [new(new float[] { 1, 2 }), null!]));
        Assert.Equal(2, rows.Count);

        var empty = new EmbeddingRows<string>();
        Assert.Throws<ArgumentException>(() => empty.AddRange([("good", new float[] { 5, 6 }), ("bad", new float[] { 7 })]));
        empty.Add("of another dimension", [1, 2, 3]);
        Assert.Equal(3, empty.Dimension);
    }

    [Fact]
    public void Cleared_rows_take_another_dimension_and_keep_no_id_alive()
    {
        var rows = new EmbeddingRows<object>();
        WeakReference id = Fill(rows);
        rows.Clear();
        GC.Collect();
        Assert.False(id.IsAlive);
        Assert.Equal((0, 0), (rows.Count, rows.Dimension));
        Assert.Throws<InvalidOperationException>(() => rows.AsPoints().Count);
        rows.Add("b", [1, 2, 3]);
        Assert.Equal(3, rows.AsPoints().Dimension);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Fill(EmbeddingRows<object> rows)
        {
            object id = new();
            rows.Add(id, [1, 2]);
            return new WeakReference(id);
        }
    }

    [Fact]
    public void Picks_are_stale_once_rows_change_or_the_selector_runs_again()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 1 });
        EmbeddingRows<string> rows = Items.Named([[1, 2], [3, 4]]);
        EmbeddingPicks<string> picks = selector.Select(rows);
        Assert.Equal(1, picks.Count);
        EmbeddingPick<string>[] kept = picks.ToArray();
        rows.Add("more", [5, 6]);
        Assert.True(IsStale(picks));
        picks = selector.Select(rows);
        Assert.False(IsStale(picks));
        selector.Select(rows);
        Assert.True(IsStale(picks));
        Assert.Single(kept);
        Assert.Equal(0, default(EmbeddingPicks<string>).Count);

        static bool IsStale(EmbeddingPicks<string> picks)
        {
            try
            {
                _ = picks[0];
                return false;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void A_coreset_of_other_rows_and_a_position_that_is_none_are_refused()
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = 3, Method = ClusteringCoresetMethod.KCenter });
        EmbeddingRows<string> rows = Items.Named([[1, 2], [3, 4], [9, 9]]);
        Assert.Throws<ArgumentException>("coreset", () => Items.Named([[1, 2]]).Name(selector.Select(rows.AsPoints())).Count);
        Assert.Throws<ArgumentOutOfRangeException>("position", () => selector.Select(rows)[3]);
        Assert.Throws<ArgumentOutOfRangeException>("position", () => selector.Select(rows)[-1]);
        Assert.Equal("passage 3", rows.Name(selector.Select(rows.AsPoints(), [5, 0, 0]))[0].Id);
    }

    [Fact]
    public void A_request_allocates_nothing_once_the_memory_is_there()
    {
        float[][] vectors = Items.Vectors(6, 40, 16);
        string[] ids = [.. vectors.Select((_, i) => Items.Id(i))];
        using var relevance = new MmrSelector(new() { Size = 5 });
        using var facilities = new FacilityLocationSelector(new() { Size = 5 });
        var rows = new EmbeddingRows<string>();
        Assert.Equal(0, Allocated.Always(() =>
        {
            rows.Clear();
            for (int i = 0; i < vectors.Length; i++) rows.Add(ids[i], vectors[i]);
            int letters = 0;
            foreach (EmbeddingPick<string> pick in relevance.Select(rows, vectors[0])) letters += pick.Id.Length;
            foreach (EmbeddingPick<string> pick in facilities.Select(rows)) letters += pick.Id.Length;
            foreach (EmbeddingPick<string> pick in facilities.Select(rows, vectors[1])) letters += pick.Id.Length;
            if (letters == 0) throw new InvalidOperationException("nothing was picked");
        }));
    }
}
