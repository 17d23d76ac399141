using System;
using System.Globalization;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class ChoosingASize
{
    private static readonly float[] values = LabelledRows.Blobs(20_000, 10, labels: 5, new Random(4)).Values;

    public static void Search()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        #region choose
        var points = new Points(values, dimension: 10);
        using var search = new SizeSearch(new()
        {
            Epsilon = 0.05,
            Coreset = new() { Size = 20, Clusters = 10, Seed = 1 }, // 20 is the smallest that is tried
        });
        SizeChoice choice = search.ChooseSize(points);

        foreach (SizeTrial trial in choice.Trials)
            Console.WriteLine($"{trial.Size,5} rows: distortion {trial.Distortion:F4}, standard error {trial.StandardError:F4}");
        Console.WriteLine($"{choice.Size} rows will do");
        #endregion
    }

    public static void Judge()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var points = new Points(values, dimension: 10);

        #region judge
        using var selector = new ClusteringCoresetSelector(new() { Size = 700, Clusters = 10, Seed = 1 });
        using var judge = new CoresetEvaluator(new() { Clusters = 10, Candidates = 18, Seed = 7 });
        CoresetEvaluation found = judge.Evaluate(points, selector.Select(points));

        Print("drawn from the coreset", found.OnCoreset);
        Print("held out", found.HeldOut);
        Print("between two others", found.Hull);
        Console.WriteLine($"{found.FullBytes} bytes became {found.CoresetBytes}, {found.CompressionRatio:F0} times fewer");

        static void Print(string family, DistortionFigures figures) => Console.WriteLine(
            $"{family}: mean {figures.Mean:F4}, standard error {figures.StandardError:F4}, worst {figures.Max:F4} of {figures.Candidates}");
        #endregion
    }
}
