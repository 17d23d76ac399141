using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Requests;

/// <summary>One thread beside two, in turn, by the wall clock.</summary>
internal static class ThreadsReport
{
    private const int Count = 10_000;
    private const int Dimension = 64;
    private const int Clusters = 50;
    private const int Rounds = 15;

    /// <summary>Milliseconds: a round repeats a call until then, as a batch does, because the first call after a pause has to wake the helper.</summary>
    private const double ShortestRound = 20;

    private static readonly float[] s_rows = NormalRows.Make(Count, Dimension, seed: 4);

    public static void Run(TextWriter output)
    {
        output.WriteLine($"{Count:N0} x {Dimension} standard normal rows: medians of {Rounds} rounds of one thread and two in turn; ratio with its lowest and highest.");
        output.WriteLine();
        output.WriteLine("| call | one thread, ms | two threads, ms | ratio |");
        output.WriteLine("|:--|--:|--:|:--|");
        Compare(output, "facility location, 100 picks", threads =>
        {
            FacilityLocationSelector selector = new(new() { Size = 100, Threads = threads });
            return () => selector.Select(new Points(s_rows, Dimension));
        });
        Compare(output, "k-means coreset, 1,000 rows for 50 clusters", threads =>
        {
            ClusteringCoresetSelector selector = new(new() { Size = 1000, Clusters = Clusters, Threads = threads });
            return () => selector.Select(new Points(s_rows, Dimension));
        });
        Compare(output, "k-means, 50 clusters, seeding and 20 iterations", threads =>
        {
            KMeansSolver solver = Solver(threads);
            return () => solver.Fit(new Points(s_rows, Dimension));
        });
        Compare(output, "Lloyd, 20 iterations", threads =>
        {
            KMeansSolver solver = Solver(threads);
            return () =>
            {
                solver.Fit(new Points(s_rows.AsSpan(0, Clusters * Dimension), Dimension)); // the first rows are the centres
                solver.Refine(new Points(s_rows, Dimension), [], 20);
            };
        });
        Compare(output, "Assign, 50 centres", threads =>
        {
            KMeansSolver solver = Solver(threads);
            solver.Fit(new Points(s_rows, Dimension));
            int[] owner = new int[Count];
            return () => solver.Assign(new Points(s_rows, Dimension), owner, []);
        });
    }

    private static KMeansSolver Solver(int threads) => new(new() { Clusters = Clusters, MaxIterations = 20, Threads = threads });

    private static void Compare(TextWriter output, string name, Func<int, Action> make)
    {
        Action one = make(1), two = make(2);
        PairedRatio.WarmUp(one);
        PairedRatio.WarmUp(two);
        int calls = (int)Math.Ceiling(ShortestRound / Milliseconds(one, 1));
        double[] ones = new double[Rounds], twos = new double[Rounds], ratios = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            (ones[round], twos[round]) = (Milliseconds(one, calls), Milliseconds(two, calls));
            ratios[round] = ones[round] / twos[round];
        }
        (double low, double high) = (ratios.Min(), ratios.Max());
        output.WriteLine(FormattableString.Invariant(
            $"| {name} | {PairedRatio.MedianOf(ones):F2} | {PairedRatio.MedianOf(twos):F2} | {PairedRatio.MedianOf(ratios):F2} ({low:F2} - {high:F2}) |"));
    }

    private static double Milliseconds(Action call, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) call();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls;
    }
}
