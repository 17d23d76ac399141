using System;
using System.IO;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Streaming
{
    public static void Run()
    {
        float[] values = LabelledRows.Blobs(40_000, 10, labels: 8, new Random(5)).Values;

        #region stream
        var options = new CoresetStreamOptions { Size = 500, Clusters = 8 };
        using var first = new CoresetStream(options with { Seed = 1 });
        using var second = new CoresetStream(options with { Seed = 2 });
        for (int row = 0; row < 40_000; row += 1_000)           // blocks of any size give the same bytes
            (row < 20_000 ? first : second).Append(new Points(values.AsSpan(row * 10, 1_000 * 10), dimension: 10));

        using var file = new MemoryStream();
        second.Save(file);                                      // everything it needs to go on, and a checksum
        file.Position = 0;
        using CoresetStream loaded = CoresetStream.Load(file);
        first.Merge(loaded);                                    // as if the one had seen the rows of the other

        StreamCoreset coreset = first.Coreset;                  // what is kept: a view, at any time
        Console.WriteLine($"{coreset.Count} rows stand for {first.TotalWeight} of {first.RowCount}");

        using var solver = new KMeansSolver(new() { Clusters = 8 });
        double onCoreset = solver.Fit(coreset.Rows, coreset.Weights).Cost;
        double onAll = solver.Refine(new Points(values, dimension: 10), default, passes: 0).Cost;
        Console.WriteLine($"8 centres found on them cost {onCoreset / onAll:P1} of what they cost on all rows");
        #endregion
    }
}
