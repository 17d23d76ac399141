using System;
using System.Globalization;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class TrainOnACoreset
{
    public static void Run()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        #region train
        LabelledRows rows = LabelledRows.Blobs(count: 10_000, dimension: 10, labels: 5, new Random(1));
        (LabelledRows train, LabelledRows test) = rows.Split(trainShare: 0.8);

        using var selector = new ClusteringCoresetSelector(new() { Size = 1_000, Clusters = 10, Seed = 1 });
        Coreset coreset = selector.Select(new Points(train.Values, dimension: 10));

        LogisticRegression onAll = LogisticRegression.Fit(train, weights: []);
        LogisticRegression onCoreset = LogisticRegression.Fit(train.Take(coreset.Indices), coreset.Weights);

        Console.WriteLine($"trained on {train.Count} rows: {onAll.Accuracy(test):P1} of {test.Count} held-out rows right");
        Console.WriteLine($"trained on {coreset.Count} rows: {onCoreset.Accuracy(test):P1}");
        #endregion
    }
}
