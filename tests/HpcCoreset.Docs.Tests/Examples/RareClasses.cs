using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class RareClasses
{
    public static void Run()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 10_000, dimension: 10, labels: 2, new Random(1));
        LabelledRows rows = blobs.Take([.. Enumerable.Range(0, blobs.Count).Where(row => blobs.Labels[row] == 0 || row % 50 == 0)]);
        #region imbalance
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Clusters = 5, Balance = ClassBalance.Equal });
        Coreset coreset = selector.Select(new Points(rows.Values, dimension: 10), weights: [], rows.Labels);

        foreach (int label in (int[])[0, 1])
        {
            (int picks, double mass) = (0, 0);
            foreach (Pick pick in coreset)
                if (rows.Labels[pick.Index] == label) (picks, mass) = (picks + 1, mass + pick.Weight);
            Console.WriteLine($"class {label}: {picks} picks for {mass:F0} rows");
        }
        #endregion
    }
}
