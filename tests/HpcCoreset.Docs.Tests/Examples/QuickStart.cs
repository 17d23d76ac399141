using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class QuickStart
{
    public static void Run()
    {
        #region quick-start
        var random = new Random(1);                      // rows of 384 values around five centres
        float[] centres = [.. Enumerable.Range(0, 5 * 384).Select(_ => random.NextSingle() - 0.5f)];
        float[] values = [.. Enumerable.Range(0, 1_000 * 384)
            .Select(i => centres[i / 384 % 7 % 5 * 384 + i % 384] + random.NextSingle() - 0.5f)];

        var points = new Points(values, dimension: 384); // a view of 1,000 rows: nothing is copied
        using var selector = new FacilityLocationSelector(new() { Size = 5, Similarity = Similarity.Cosine });

        Coreset coreset = selector.Select(points);       // allocates nothing from the second call on
        foreach (Pick pick in coreset)
            Console.WriteLine($"row {pick.Index} stands for {pick.Weight} rows");
        #endregion
    }
}
