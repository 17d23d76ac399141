using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Anomalies;

/// <summary>
/// One class of Fashion-MNIST as normal: how well do scores tell the 9,000 test images of other classes from its own 1,000? The rows of
/// <c>bench/peers/anomalies.py</c> go into the same table.
/// </summary>
internal static class AnomaliesReport
{
    private const int Seeds = 5;
    private const int Clusters = 10;

    private static readonly (string Name, int Size, ClusteringCoresetMethod Method, bool Standardize)[] Scorers =
    [
        ("coreset of 500", 500, ClusteringCoresetMethod.Sensitivity, true),
        ("coreset of 1,000", 1000, ClusteringCoresetMethod.Sensitivity, true),
        ("coreset of 2,000", 2000, ClusteringCoresetMethod.Sensitivity, true),
        ("2,000 uniform rows", 2000, ClusteringCoresetMethod.Uniform, true),
        ("all 6,000 rows", 6000, ClusteringCoresetMethod.Uniform, true),
        ("coreset of 2,000, columns unscaled", 2000, ClusteringCoresetMethod.Sensitivity, false),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine("ROC AUC of the 10,000 test images, normal: one class, trained on its 6,000 images (means of five seeds; LocalOutlierFactor and");
        output.WriteLine("all rows have none). Processor seconds of one thread: to fit one class, coreset included, and per row of the 10,000; bytes held by");
        output.WriteLine("what scores. scikit-learn with its defaults, LocalOutlierFactor with novelty=True.");
        output.WriteLine();
        output.WriteLine($"| normal class | {string.Join(" | ", Enumerable.Range(0, LabelledImages.Classes))} | mean | fit, s | µs a row | µs one row alone | MB held |");
        output.WriteLine($"|:--|{string.Concat(Enumerable.Repeat("--:|", LabelledImages.Classes + 5))}");
        if (!LabelledImages.Exist)
        {
            output.WriteLine("\nNo Fashion-MNIST: bench/data/fetch.sh brings it.");
            return;
        }
        (LabelledImages train, LabelledImages test) = (LabelledImages.Train(), LabelledImages.Test());
        float[][] normal = [.. Enumerable.Range(0, LabelledImages.Classes).Select(train.OfClass)];
        foreach ((string name, int size, ClusteringCoresetMethod method, bool standardize) in Scorers)
        {
            var figures = new List<Figures>();
            for (int label = 0; label < LabelledImages.Classes; label++)
                for (int seed = 0; seed < (size == 6000 ? 1 : Seeds); seed++)
                    figures.Add(Measure(normal[label], test, label, new() { Size = size, Clusters = Clusters, Method = method, Seed = (ulong)seed }, standardize));
            double[] areas = [.. figures.GroupBy(found => found.Label).Select(group => group.Average(found => found.Area))];
            output.WriteLine(FormattableString.Invariant(
                $"| {name} | {string.Join(" | ", areas.Select(area => FormattableString.Invariant($"{area:F4}")))} | {areas.Average():F4} | {Median(figures, found => found.Fit):F3} | {1e6 * Median(figures, found => found.Many):F0} | {1e6 * Median(figures, found => found.One):F0} | {8e-6 * size * LabelledImages.Dimension:F1} |"));
            output.Flush();
        }
    }

    private static Figures Measure(float[] normal, LabelledImages test, int label, ClusteringCoresetOptions options, bool standardize)
    {
        const int Dimension = LabelledImages.Dimension, Alone = 100;
        using var selector = new ClusteringCoresetSelector(options);
        using var scorer = new AnomalyScorer(new() { Standardize = standardize });
        double start = ThreadClock.Seconds;
        scorer.Fit(new Points(normal, Dimension), selector.Select(new Points(normal, Dimension)));
        double fit = ThreadClock.Seconds - start;
        var scores = new float[test.Labels.Length];
        start = ThreadClock.Seconds;
        scorer.Score(new Points(test.Values, Dimension), scores);
        double many = (ThreadClock.Seconds - start) / scores.Length;
        start = ThreadClock.Seconds;
        for (int row = 0; row < Alone; row++) scorer.Score(test.Values.AsSpan(row * Dimension, Dimension));
        return new Figures(label, Area(scores, [.. test.Labels.Select(other => other != label)]), fit, many, (ThreadClock.Seconds - start) / Alone);
    }

    /// <summary>Of an anomaly and a normal row drawn at random, how often the anomaly has the higher score; half of the ties.</summary>
    private static double Area(float[] scores, bool[] anomalies)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(row => scores[row])];
        double below = 0, wins = 0;
        for (int first = 0, end; first < order.Length; first = end)
        {
            for (end = first + 1; end < order.Length && scores[order[end]] == scores[order[first]];) end++;
            int odd = order[first..end].Count(row => anomalies[row]), normal = end - first - odd;
            wins += odd * (below + 0.5 * normal);
            below += normal;
        }
        return wins / below / anomalies.Count(odd => odd);
    }

    private static double Median(List<Figures> figures, Func<Figures, double> figure) => figures.Select(figure).Order().ElementAt(figures.Count / 2);

    private readonly record struct Figures(int Label, double Area, double Fit, double Many, double One);
}
