using System;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Storage;

namespace HpcCoreset.Benchmarks.Selectors;

/// <summary>What every optimizer costs, and how much of the exact greedy's value it reaches.</summary>
internal static class OptimizersReport
{
    private const int Words = 10_000;
    private const int Seeds = 5;

    private static readonly (string Name, FacilityLocationOptions Options)[] s_optimizers =
    [
        ("lazy", Of(GreedyOptimizer.Lazy)),
        ("two-stage", Of(GreedyOptimizer.TwoStage)),
        ("approximate lazy, beta 0.9", Of(GreedyOptimizer.ApproximateLazy)),
        ("stochastic, epsilon 0.01", Of(GreedyOptimizer.Stochastic)),
        ("stochastic, epsilon 0.1", Of(GreedyOptimizer.Stochastic) with { Epsilon = 0.1 }),
        ("lazier than lazy, epsilon 0.01", Of(GreedyOptimizer.LazierThanLazy)),
        ("threshold, epsilon 0.01", Of(GreedyOptimizer.Threshold)),
        ("threshold, epsilon 0.1", Of(GreedyOptimizer.Threshold) with { Epsilon = 0.1 }),
        ("random partition, 8 blocks", Of(GreedyOptimizer.RandomPartition)),
        ("sieve, epsilon 0.1", Of(GreedyOptimizer.Sieve)),
        ("modular", Of(GreedyOptimizer.Modular)),
    ];

    public static void Run(TextWriter output)
    {
        Table(output, "Digits, 1,797 x 64", Dataset.Digits().Values, 64, 100, Similarity.MaxSquaredEuclidean, "max d^2 - d^2");
        Table(output, "Digits, 1,797 x 64", Dataset.Digits().Values, 64, 100, Similarity.Rbf, "exp(-d^2 / 64)");
        if (Dataset.AllWords() is { } words)
            Table(output, "Words, 10,000 x 100", words[..(Words * Dataset.WordDimension)], Dataset.WordDimension, 200, Similarity.Cosine, "cosine");
        else output.WriteLine("No words: bench/data/fetch.sh brings them.");
    }

    private static void Table(TextWriter output, string name, float[] values, int dimension, int size, Similarity similarity, string formula)
    {
        output.WriteLine($"{name}, {size} picks, {formula}, one thread. Value and evaluations: mean over {Seeds} seeds where the optimizer draws (worst value).");
        output.WriteLine();
        output.WriteLine("| optimizer | of the exact value | gains evaluated per row | thread seconds |");
        output.WriteLine("|:--|--:|--:|--:|");
        double exact = 0;
        foreach ((string optimizer, FacilityLocationOptions options) in s_optimizers)
        {
            bool draws = options.Optimizer is GreedyOptimizer.Stochastic or GreedyOptimizer.LazierThanLazy or GreedyOptimizer.RandomPartition;
            int seeds = draws ? Seeds : 2; // the second time without what the first compiles
            double[] shares = new double[seeds], evaluations = new double[seeds], seconds = new double[seeds];
            for (int seed = 0; seed < seeds; seed++)
            {
                using var selector = new FacilityLocationSelector(options with { Size = size, Similarity = similarity, Seed = (ulong)seed });
                double start = ThreadClock.Seconds;
                SelectionReport report = selector.Select(new Points(values, dimension)).Report;
                seconds[seed] = ThreadClock.Seconds - start;
                if (exact == 0) exact = report.Objective;
                (shares[seed], evaluations[seed]) = (report.Objective / exact, report.Evaluations / (double)(values.Length / dimension));
            }
            string worst = draws ? FormattableString.Invariant($" ({shares.Min():F4})") : "";
            output.WriteLine(FormattableString.Invariant($"| {optimizer} | {shares.Average():F4}{worst} | {evaluations.Average():F2} | {seconds.Min():F3} |"));
            output.Flush();
        }
        output.WriteLine();
    }

    private static FacilityLocationOptions Of(GreedyOptimizer optimizer) => new() { Size = 1, Optimizer = optimizer };
}
