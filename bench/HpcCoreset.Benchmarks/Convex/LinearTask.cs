using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Benchmarks.Convex;

/// <summary>Labelled rows for a logistic model; bench/peers/logistic.py makes the same ones.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Values">The rows.</param>
/// <param name="Dimension">Values per row.</param>
/// <param name="Labels">One class per row.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="L2">The strength of the penalty.</param>
internal sealed record LinearTask(string Name, float[] Values, int Dimension, int[] Labels, int Classes, double L2)
{
    public LinearExamples Examples => new(new Points(Values, Dimension), Labels);

    public int Count => Labels.Length;

    public LinearModel Model() => new(LinearLoss.Logistic, Dimension, Classes) { L2 = L2 };

    /// <summary>The 1,797 digits, pixels from 0 to 1.</summary>
    public static LinearTask Digits()
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        float[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        return new LinearTask(
            "digits, 1,797 x 64, 10 classes", [.. rows.SelectMany(row => row[..64].Select(pixel => pixel / 16))], 64, [.. rows.Select(row => (int)row[64])], 10, 1e-3);
    }

    /// <summary>
    /// Uniform values from -1 to 1 out of a hash (MurmurHash3's last steps); about a tenth of the rows, as in ijcnn1, are of class 1: those
    /// whose product with a vector, and noise, is large.
    /// </summary>
    public static LinearTask Hashed(int rows, int dimension)
    {
        var values = new float[rows * dimension];
        for (int i = 0; i < values.Length; i++) values[i] = (float)Uniform((uint)i);
        double[] direction = [.. Enumerable.Range(0, dimension).Select(t => Uniform(uint.MaxValue - (uint)t))];
        double length = Math.Sqrt(direction.Sum(x => x * x));
        int[] labels = [.. Enumerable.Range(0, rows).Select(row =>
        {
            double score = 0.5 * Uniform(3_000_000_000 - (uint)row);
            for (int t = 0; t < dimension; t++) score += direction[t] * values[row * dimension + t] / length;
            return score > 0.83 ? 1 : 0;
        })];
        return new LinearTask(FormattableString.Invariant($"hashed, {rows:N0} x {dimension}, 2 classes"), values, dimension, labels, 2, 1e-5);
    }

    private static double Uniform(uint x)
    {
        unchecked
        {
            x = (x ^ x >> 16) * 0x85ebca6b;
            x = (x ^ x >> 13) * 0xc2b2ae35;
            x ^= x >> 16;
        }
        return (x >> 8) * (2.0 / (1 << 24)) - 1;
    }
}
