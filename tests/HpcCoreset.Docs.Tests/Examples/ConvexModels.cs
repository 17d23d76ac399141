using System;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class ConvexModels
{
    public static void Run()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 20_000, dimension: 16, labels: 2, new Random(1));
        (float[] values, int[] labels) = (blobs.Values, blobs.Labels);
        #region convex
        var all = new LinearExamples(new Points(values, dimension: 16), labels);
        var solver = new ConvexSolver(new() { Method = ConvexMethod.Saga, Epochs = 20 });   // keep one per thread; it owns its workspace

        var onAll = new LinearModel(LinearLoss.Logistic, dimension: 16, classes: 2) { L2 = 1e-3 };
        ConvexSolution solution = solver.Fit(onAll, all, progress =>
        {
            if (progress.Epoch % 5 == 0) Console.WriteLine($"epoch {progress.Epoch,2}: {progress.Objective:F6}, gradient {progress.GradientNorm:E0}");
        });

        using var selector = new CraigSelector(new() { Size = 1_000, Balance = ClassBalance.Proportional });
        Coreset coreset = selector.Select(all.Points, weights: default, labels);
        var onCoreset = new LinearModel(LinearLoss.Logistic, dimension: 16, classes: 2) { L2 = 1e-3 };
        solver.Fit(onCoreset, all.Take(coreset));                                          // reads the 1,000 rows where they are

        Console.WriteLine($"all rows: {onAll.Accuracy(all):P1} right; of the coreset's model {onCoreset.Accuracy(all):P1}");
        Console.WriteLine($"objective of all rows: {solution.Objective:F4}; at the coreset's parameters {solver.Objective(onCoreset, all):F4}");
        #endregion
    }

    public static void TryPenalties()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 20_000, dimension: 16, labels: 2, new Random(1));
        (float[] values, int[] labels) = (blobs.Values, blobs.Labels);
        #region one-subset
        var all = new LinearExamples(new Points(values, dimension: 16), labels);
        using var selector = new CraigSelector(new() { Size = 6_000, Neighbours = 16 });   // each row compared with its 16 nearest: no longer exact
        Coreset coreset = selector.Select(all.Points, weights: default, labels);

        var solver = new ConvexSolver(new() { Method = ConvexMethod.Saga, Epochs = 20 });
        foreach (double l2 in (double[])[1e-1, 1e-2, 1e-3, 1e-4])                          // one selection, many models
        {
            var onAll = new LinearModel(LinearLoss.Logistic, dimension: 16, classes: 2) { L2 = l2 };
            var onCoreset = new LinearModel(LinearLoss.Logistic, dimension: 16, classes: 2) { L2 = l2 };
            double lowest = solver.Fit(onAll, all).Objective;
            solver.Fit(onCoreset, all.Take(coreset));
            Console.WriteLine($"lambda {l2,6}: {lowest:F4} on all rows, {solver.Objective(onCoreset, all) - lowest:F4} more on the coreset");
        }
        #endregion
    }
}
