using System;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class QuickStart
{
    public static void Run()
    {
        var random = new Random(1);
        float[] values = [.. LabelledRows.Blobs(1_000, 384, labels: 10, random).Values];

        #region quick-start
        var points = new Points(values, dimension: 384); // a view of 1,000 rows: nothing is copied
        using var selector = new FacilityLocationSelector(new() { Size = 5, Similarity = Similarity.Cosine });

        Coreset coreset = selector.Select(points);       // allocates nothing from the second call on
        foreach (Pick pick in coreset)
            Console.WriteLine($"row {pick.Index} stands for {pick.Weight} rows");
        #endregion
    }
}
