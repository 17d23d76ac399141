using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Instances on which a facility location is easily got wrong: exact ties, near ties, extreme scales, nothing to gain.</summary>
internal static class Instances
{
    public static IReadOnlyList<Instance> All { get; } = [.. Make()];

    private static IEnumerable<Instance> Make()
    {
        float[][] normal = Random(1, 90, 5);
        float[][] lattice = [.. Enumerable.Range(0, 64).Select(i => Row(1 + i % 4, 1 + i / 4 % 4, 1 + i / 16))];
        yield return new("normal", normal);
        yield return new("one row", Random(2, 1, 3));
        yield return new("two rows", Random(3, 2, 4));
        yield return new("a panel and one", Random(4, 65, 8));
        yield return new("one column", Random(5, 80, 1));
        yield return new("longer than a chain", Random(6, 66, 130));
        yield return new("a generated dimension", Random(7, 70, 64));
        yield return new("antipodes", [.. Random(8, 40, 3).SelectMany(row => (float[][])[row, [.. row.Select(value => -value)]])]);
        yield return new("lattice", lattice);
        yield return new("binary rows", [.. Enumerable.Range(1, 63).Select(i => Row([.. Enumerable.Range(0, 6).Select(t => i >> t & 1)]))]);
        yield return new("one-hot rows, twice", [.. Enumerable.Range(0, 70).Select(i => Row([.. Enumerable.Range(0, 35).Select(t => i % 35 == t ? 1 : 0)]))]);
        yield return new("every row thrice", [.. Enumerable.Range(0, 90).Select(i => normal[i * 7 % 30])]);
        yield return new("all rows alike", [.. Enumerable.Repeat(Row(0.1, 0.7, -0.3), 67)]);
        yield return new("a row and its copies but one", [.. Enumerable.Range(0, 67).Select(i => i == 40 ? Row(0.1, 0.7, -0.4) : Row(0.1, 0.7, -0.3))]);

        yield return new("mirror images, one ulp off", [.. Random(9, 40, 4).SelectMany((row, i) => Mirrored(row, i))]);
        yield return new("lattice, one ulp off", [.. lattice.Select((row, i) => Nudged(row, i % 3, i % 5 == 0))]);
        foreach (double step in (double[])[1e-7, 1e-9, 1e-11, 1e-13, 1e-15])
            yield return new(FormattableString.Invariant($"lattice, weights {step} apart"), lattice, [.. lattice.Select((_, i) => 1 + (i * 37 % 64) * step)]);

        yield return new("moved by 10,000", Moved(normal, 1e4f));
        yield return new("moved by a million", Moved(normal, 1e6f));
        yield return new("lattice moved by 2^20", Moved(lattice, 1 << 20));
        yield return new("lengths from 1e-6 to 1e6", [.. Random(10, 73, 4).Select((row, i) => Scaled(row, Math.Pow(10, i / 6.0 - 6)))]);
        yield return new("very short rows", [.. normal.Select(row => Scaled(row, 1e-15))]);
        yield return new("rows whose squares are subnormal", [.. normal.Select(row => Scaled(row, 1e-20))]);
        yield return new("rows whose squares vanish", [.. normal.Select(row => Scaled(row, 1e-30))]);
        yield return new("very long rows", [.. normal.Select(row => Scaled(row, 1e17))]);
        yield return new("blobs and an outlier at 10,000 times", Outlier(normal, 89));
        yield return new("an outlier at 10,000 times, first", Outlier(normal, 0));

        var random = new Random(11);
        yield return new("zero weights", normal, [.. normal.Select((_, i) => i % 3 == 0 ? 1.0 : 0)]);
        yield return new("one weight", normal, [.. normal.Select((_, i) => i == 77 ? 3.0 : 0)]);
        yield return new("weights from 2^-27 to 2^27", normal, [.. normal.Select(_ => Math.ScaleB(1 + random.NextDouble(), random.Next(-27, 27)))]);
        yield return new("weights from 1e-40 to 1", normal, [.. normal.Select(_ => Math.Pow(10, random.NextDouble() * -40))]);
        yield return new("weights from 1e-200 to 1e200", normal, [.. normal.Select(_ => Math.Pow(10, random.NextDouble() * 400 - 200))]);
        yield return new("short rows of small weights", [.. normal.Select(row => Scaled(row, 1e-12))], [.. normal.Select((_, i) => i < 2 ? 1 : 1e-20 * (1 + i))]);
    }

    public static float[][] Random(int seed, int count, int dimension)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Row([.. Enumerable.Range(0, dimension).Select(_ => Normal(random))]))];
    }

    /// <summary>The sum of twelve uniform numbers minus 6: no function of the C library in it.</summary>
    private static double Normal(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    private static float[] Row(params double[] values) => [.. values.Select(value => (float)value)];

    private static float[] Row(int[] values) => [.. values.Select(value => (float)value)];

    private static float[] Scaled(float[] row, double factor) => [.. row.Select(value => (float)(value * factor))];

    private static float[][] Moved(float[][] rows, float offset) => [.. rows.Select(row => row.Select(value => value + offset).ToArray())];

    private static float[][] Mirrored(float[] row, int column) => [row, Nudged([.. row.Reverse()], column % row.Length, up: column % 2 == 0)];

    private static float[] Nudged(float[] row, int column, bool up) =>
        [.. row.Select((value, t) => t == column && up ? MathF.BitIncrement(value) : value)];

    private static float[][] Outlier(float[][] rows, int at) => [.. rows.Select((row, i) => i == at ? Scaled(row, 1e4) : row)];
}
