using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class FindDuplicates
{
    public static void Run()
    {
        float[] values = LabelledRows.Blobs(2_000, 32, labels: 8, new Random(2)).Values;
        for (int i = 0; i < 200; i++) // rows 1,800 to 1,999 become near-copies of rows 0 to 199
            for (int t = 0; t < 32; t++) values[(1_800 + i) * 32 + t] = values[i * 32 + t] * (1 + i / 1_000f) + 0.01f * (t % 3);

        #region duplicates
        var points = new Points(values, dimension: 32);
        using var finder = new DuplicateFinder(new() { Threshold = 0.99 });

        var representatives = new int[points.Count];     // of each row; a row that stays represents itself
        int kept = finder.Find(points, representatives);
        Console.WriteLine($"{kept} of {points.Count} rows stay; row 1800 is represented by row {representatives[1800]}");

        var pairs = new List<DuplicatePair>();
        finder.FindPairs(points, pairs);
        Console.WriteLine($"{pairs.Count} pairs, the first of rows {pairs[0].First} and {pairs[0].Second}: cosine {pairs[0].Cosine:F4}");
        #endregion
    }
}
