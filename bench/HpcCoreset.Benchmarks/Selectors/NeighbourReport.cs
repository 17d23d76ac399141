using System;
using System.Diagnostics;
using System.IO;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Storage;

namespace HpcCoreset.Benchmarks.Selectors;

/// <summary>
/// What is lost when every row knows its most similar rows only: the value of the picks on the whole objective beside that of the exact
/// greedy's; and what many rows cost.
/// </summary>
internal static class NeighbourReport
{
    private const int Size = 100;
    private const int ManyRows = 200_000;
    private const int Dimension = 64;
    private const int ManyPicks = 1_000;
    private const int ManyNeighbours = 32;
    private static readonly int[] s_neighbours = [8, 32, 64, 128];

    public static void Run(TextWriter output)
    {
        output.WriteLine(
            $"Value of {Size} picks on the whole objective over that of the exact greedy's, and seconds of the thread. Loss: in the distance to the nearest pick, or in the similarity missing to 1.");
        output.WriteLine();
        output.WriteLine("| rows | similarity | neighbours | value | loss | picks in common | seconds | seconds of the exact greedy |");
        output.WriteLine("|:--|:--|--:|--:|--:|--:|--:|--:|");
        Compare(output, Dataset.Digits(), Similarity.MaxSquaredEuclidean);
        Compare(output, Dataset.Digits(), Similarity.CosineSquared);
        if (Dataset.Words() is { } words)
        {
            Compare(output, words, Similarity.MaxSquaredEuclidean);
            Compare(output, words, Similarity.Cosine);
        }
        output.WriteLine();
        Many(output);
    }

    private static void Compare(TextWriter output, Dataset rows, Similarity similarity)
    {
        (CoresetSnapshot exact, double exactSeconds) = Select(rows, new() { Size = Size, Similarity = similarity });
        foreach (int neighbours in s_neighbours)
        {
            (CoresetSnapshot sparse, double seconds) = Select(rows, new() { Size = Size, Similarity = similarity, Neighbours = neighbours });
            int common = 0;
            foreach (int index in sparse.Indices)
                foreach (int other in exact.Indices) common += index == other ? 1 : 0;
            (double value, double best) = (Whole(rows, similarity, sparse, out double top), exact.Report.Objective);
            output.WriteLine(FormattableString.Invariant(
                $"| {rows.Name}, {rows.Count:N0} x {rows.Dimension} | {similarity} | {neighbours} | {value / best:F4} | {(best - value) / (top * rows.Count - best):P2} | {common} | {seconds:F3} | {exactSeconds:F3} |"));
        }
    }

    private static (CoresetSnapshot, double) Select(Dataset rows, FacilityLocationOptions options)
    {
        using var selector = new FacilityLocationSelector(options);
        var points = new Points(rows.Values, rows.Dimension);
        selector.Select(points);
        double start = ThreadClock.Seconds;
        CoresetSnapshot coreset = selector.Select(points).ToOwned();
        return (coreset, ThreadClock.Seconds - start);
    }

    /// <summary>The picks' value on the whole objective: of the greedy that may pick these only. A pick covers itself best of all: that is the top.</summary>
    private static double Whole(Dataset rows, Similarity similarity, CoresetSnapshot picks, out double top)
    {
        using var selector = new FacilityLocationSelector(new() { Size = picks.Count, Similarity = similarity });
        Coreset all = selector.Select(new Points(rows.Values, rows.Dimension), default, new GreedyTerms { Candidates = [.. picks.Indices] });
        top = all.Coverage[picks.Indices[0]];
        return all.Report.Objective;
    }

    private static void Many(TextWriter output)
    {
        float[] rows = NormalRows.Make(ManyRows, Dimension, seed: 1);
        using var selector = new FacilityLocationSelector(new() { Size = ManyPicks, Neighbours = ManyNeighbours, Threads = 2 });
        long loaded = Machine.PeakResidentBytes, start = Stopwatch.GetTimestamp();
        selector.Select(new Points(rows, Dimension));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, peak = PeakFlops.Measure();
        output.WriteLine($"{ManyPicks:N0} of {ManyRows:N0} x {Dimension} standard normal rows, {ManyNeighbours} neighbours, two threads, by the wall clock.");
        output.WriteLine();
        output.WriteLine("| seconds | over 2 n^2 d flops at twice the peak of a core | resident memory grew by |");
        output.WriteLine("|--:|--:|--:|");
        output.WriteLine(FormattableString.Invariant(
            $"| {seconds:F1} | {seconds * 2 * peak / (2.0 * ManyRows * ManyRows * Dimension):F2} | {(Machine.PeakResidentBytes - loaded) / 1e6:F0} MB |"));
    }
}
