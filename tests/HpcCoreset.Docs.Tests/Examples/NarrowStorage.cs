using System;
using System.Linq;
using System.Numerics.Tensors;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class NarrowStorage
{
    public static void Run()
    {
        float[] values = LabelledRows.Blobs(2_000, 64, labels: 8, new Random(3)).Values;

        #region narrow
        var points = new Points(values, dimension: 64);
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        var (bytes, scales) = (new sbyte[values.Length], new float[points.Count]);
        Quantization.ToInt8(points, bytes, scales);
        var bits = new byte[points.Count * 64 / 8];
        Quantization.ToSigns(points, bits);

        using var selector = new FacilityLocationSelector(new() { Size = 20 });
        int[] picks = [.. selector.Select(points).Indices];
        Compare("float16", selector.Select(new Points(halves, dimension: 64)));
        Compare("int8", selector.Select(new Points(bytes, scales, dimension: 64)));
        Compare("bits", selector.Select(Points.FromBits(bits, dimension: 64)));
        Compare("first 32 values", selector.Select(points.Prefix(32)));

        void Compare(string kind, Coreset coreset) =>
            Console.WriteLine($"{kind}: {picks.Intersect(coreset.Indices.ToArray()).Count()} of 20 picks are those from float32");
        #endregion
    }
}
