using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class FacilityFamily
{
    public static void Run()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 2_000, dimension: 16, labels: 5, new Random(1));
        (float[] values, int[] labels) = (blobs.Values, blobs.Labels);
        int Label(int row) => labels[row];
        #region references
        var points = new Points(values, dimension: 16);
        var options = new FacilityLocationOptions { Size = 3, Similarity = Similarity.Rbf };
        using var selector = new FacilityLocationSelector(options);           // keep one per thread; it owns its workspace
        using var forQuery = new FacilityLocationSelector(options with { RepresentQuery = true });
        var query = new Points(values.AsSpan(0, 2 * 16), dimension: 16);      // the first two rows, of two classes

        int[] all = [.. selector.Select(points).Indices];
        int[] like = [.. selector.Select(points, new ReferenceRows { Query = query }).Indices];
        int[] unlike = [.. selector.Select(points, new ReferenceRows { Private = query }).Indices];
        int[] nearest = [.. forQuery.Select(points, new ReferenceRows { Query = query }).Indices];
        #endregion
        Console.WriteLine($"classes of the query: {Label(0)} and {Label(1)}");
        Console.WriteLine($"of three picks for all rows: {string.Join(", ", all.Select(Label))}");
        Console.WriteLine($"like the query: {string.Join(", ", like.Select(Label))}; unlike it: {string.Join(", ", unlike.Select(Label))}");
        Console.WriteLine($"that stand for the query alone: {string.Join(", ", nearest.Select(Label))}");
    }

    public static void Results()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 2_000, dimension: 16, labels: 5, new Random(1));
        (float[] values, int[] labels) = (blobs.Values, blobs.Labels);
        #region craig
        using var selector = new CraigSelector(new() { Size = 100, Balance = ClassBalance.Proportional });
        Coreset coreset = selector.Select(new Points(values, dimension: 16), weights: default, labels);

        Pick first = coreset[0];
        Console.WriteLine($"{coreset.Count} rows stand for {coreset.Report.TotalWeight}; the first, row {first.Index}, for {first.Weight}");
        Console.WriteLine($"row 7 is put down to row {coreset.Indices[coreset.Assignment[7]]}, with similarity {coreset.Coverage[7]:F2}");
        #endregion
    }
}
