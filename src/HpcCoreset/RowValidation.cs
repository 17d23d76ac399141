using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HpcCoreset;

/// <summary>What every selector asks of its input, checked before any work: one vectorised fold; the culprit is located only on failure.</summary>
internal static unsafe class RowValidation
{
    // Leaves room for a squared distance on top.
    private const double LargestMass = 1e250;

    // More classes than this are row numbers or hashes that were given by mistake.
    private const int MostClasses = 1 << 20;

    // Leaves room for a squared distance, or for 2^62 over it, below.
    private const double SmallestMass = 1e-250;

    /// <summary>The squared norm of a factor of an outer product is below: the products of four of them fit float32.</summary>
    public const double LargestFactor = 4.7e18;

    /// <summary>Refuses rows and weights that no selector can work with. O(rows * dimension), allocates nothing.</summary>
    /// <param name="points">At least one row of finite values, small enough that squared distances fit float32.</param>
    /// <param name="weights">Empty, or one weight per row: finite, not negative, with a sum of 1e-250 to 1e250.</param>
    /// <param name="rejectZeroRows">Whether a row of zeros, which has no direction, is refused.</param>
    /// <exception cref="ArgumentException">Something is not as it must be; the message says what and where.</exception>
    public static void Check(scoped Points points, scoped ReadOnlySpan<double> weights, bool rejectZeroRows)
    {
        CheckRows(points, rejectZeroRows, nameof(points));
        if (!weights.IsEmpty) CheckWeights(points.Count, weights, nameof(weights));
    }

    /// <summary>Values that are looked at together: narrow rows are decoded this many at a time.</summary>
    private const int Block = 512;

    /// <summary>Refuses rows whose values are all the same: they have no correlation with others. O(rows * dimension) at worst.</summary>
    public static void CheckVariance(scoped Points points, string argument)
    {
        float* block = stackalloc float[Block];
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            RowSource rows = points.Source(first, scales);
            for (int row = 0; row < rows.Count; row++)
            {
                bool varies = false;
                rows.Decode(row, 0, 1, block);
                float value = *block;
                for (int column = 0; column < rows.Dimension && !varies; column += Block)
                {
                    int count = Math.Min(Block, rows.Dimension - column);
                    varies = new ReadOnlySpan<float>(rows.Values(row, column, count, block), count).IndexOfAnyExcept(value) >= 0;
                }
                if (!varies) Refuse(argument, $"found the same value in every column of row {row}; under correlation a row must vary.");
            }
        }
    }

    /// <summary>The part of <see cref="Check"/> that is about rows; <paramref name="argument"/> names them in messages.</summary>
    public static void CheckRows(scoped Points points, bool rejectZeroRows, string argument)
    {
        if (points.Count == 0) Refuse(argument, $"found no rows; at least 1 is needed.");
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            RowSource rows = points.Source(first, scales);
            int bad = FirstBadRow(rows, 0, rows.Count, rejectZeroRows);
            if (bad < rows.Count) ThrowRow(rows, bad, argument);
        }
    }

    /// <summary>The same of some rows only, by their numbers, which are in range.</summary>
    public static void CheckRows(scoped Points points, scoped ReadOnlySpan<int> rows, string argument)
    {
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            RowSource source = points.Source(first, scales);
            foreach (int row in rows)
                if (FirstBadRow(source, row, row + 1, rejectZeroRows: false) == row) ThrowRow(source, row, argument);
        }
    }

    /// <summary>Refuses rows that have no similarity: those without a direction under cosine, without variance under correlation.</summary>
    public static void CheckRows(scoped Points points, Similarity similarity, string argument)
    {
        CheckRows(points, rejectZeroRows: similarity is Similarity.Cosine or Similarity.CosineSquared, argument);
        if (similarity == Similarity.CorrelationSquared) CheckVariance(points, argument);
    }

    /// <summary>Refuses rows that have no second factor or values whose products do not fit float32. O(rows * dimension).</summary>
    /// <param name="points">Rows of finite values.</param>
    /// <param name="first">Values of a row that are its first factor.</param>
    /// <param name="argument">Their name in messages.</param>
    public static void CheckFactors(scoped Points points, int first, string argument)
    {
        if (points.Dimension <= first)
            Refuse(argument, $"found rows of {points.Dimension} values; with a first factor of {first} (options.FirstFactor) at least {first + 1} are needed.");
        float limit = (float)Math.Sqrt(LargestFactor / points.Dimension) * 0.99f;
        if (FindOutside(points, -limit, limit, out int row, out int column, out float value))
            Refuse(argument, $"found {value} in row {row}, column {column}; allowed in factors are finite values of magnitude up to {limit:g3}.");
    }

    /// <summary>Refuses values below 0. O(rows * dimension).</summary>
    /// <param name="points">Rows of finite values.</param>
    /// <param name="argument">Their name in messages.</param>
    /// <param name="objective">Who needs them so.</param>
    public static void CheckNotNegative(scoped Points points, string argument, string objective)
    {
        if (FindOutside(points, 0, float.PositiveInfinity, out int row, out int column, out float value))
            Refuse(argument, $"found {value} in row {row}, column {column}; {objective} needs values of at least 0.");
    }

    private static bool FindOutside(scoped Points points, float least, float most, out int row, out int column, out float value)
    {
        float* block = stackalloc float[Block];
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            RowSource rows = points.Source(first, scales);
            for (row = 0; row < rows.Count; row++)
                for (column = 0; column < rows.Dimension; column += Block)
                {
                    int count = Math.Min(Block, rows.Dimension - column);
                    var values = new ReadOnlySpan<float>(rows.Values(row, column, count, block), count);
                    if (TensorPrimitives.Min(values) >= least && TensorPrimitives.Max(values) <= most) continue;
                    int t = 0;
                    while (values[t] >= least && values[t] <= most) t++;
                    (column, value) = (column + t, values[t]);
                    return true;
                }
        }
        (row, column, value) = (-1, -1, 0);
        return false;
    }

    /// <summary>The first of rows <paramref name="first"/> to <paramref name="end"/> - 1 that <see cref="CheckRows(Points, bool, string)"/> refuses, or the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FirstBadRow(RowSource rows, int first, int end, bool rejectZeroRows)
    {
        float limit = Limit(rows.Dimension);
        float* block = stackalloc float[Block];
        int length = rows.IsNarrow ? Block : rows.Dimension;
        for (int row = first; row < end; row++)
        {
            if (rows.Scales != null && !(rows.Scales[row] > 0 && float.IsFinite(rows.Scales[row]))) return row;
            bool allZero = true;
            for (int column = 0; column < rows.Dimension; column += Math.Min(length, rows.Dimension - column))
            {
                int count = Math.Min(length, rows.Dimension - column);
                (bool withinLimit, bool zero) = Fold(rows.Values(row, column, count, block), count, limit);
                if (!withinLimit) return row;
                allZero &= zero;
            }
            if (allZero && rejectZeroRows) return row;
        }
        return end;
    }

    /// <summary>The part of <see cref="Check"/> that is about weights; <paramref name="argument"/> names them in messages.</summary>
    public static void CheckWeights(int rows, scoped ReadOnlySpan<double> weights, string argument)
    {
        if (weights.Length != rows) ThrowLength(rows, weights.Length, argument);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i]))) ThrowWeight(i, weights[i], argument);
            sum += weights[i];
        }
        if (!(sum >= SmallestMass && sum <= LargestMass)) ThrowSum(sum, argument);
    }

    /// <summary>Refuses scores that are no finite numbers of at least 0; none are allowed. O(rows), allocates nothing.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="scores">Empty, or one per row.</param>
    /// <param name="argument">Their name in messages.</param>
    /// <exception cref="ArgumentException">They are not as they must be; the message says where.</exception>
    public static void CheckScores(int rows, scoped ReadOnlySpan<double> scores, string argument)
    {
        if (scores.IsEmpty) return;
        if (scores.Length != rows) Refuse(argument, $"found {scores.Length} numbers for {rows} rows; allowed is one per row.");
        for (int i = 0; i < scores.Length; i++)
            if (!(scores[i] >= 0 && double.IsFinite(scores[i])))
                Refuse(argument, $"found {scores[i]} for row {i}; allowed are finite values of at least 0.");
    }

    /// <summary>Rows that can be picked: those of a positive weight, or all if they have none.</summary>
    public static int PositiveCount(int rows, scoped ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty) return rows;
        int positive = 0;
        foreach (double weight in weights)
            if (weight > 0) positive++;
        return positive;
    }

    /// <summary>Refuses labels that number no class. O(rows), allocates nothing.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="labels">One per row, from 0 to 2^20 - 1.</param>
    /// <exception cref="ArgumentException">There is not one label per row, or one is out of range.</exception>
    public static void CheckLabels(int rows, scoped ReadOnlySpan<int> labels)
    {
        if (labels.Length != rows) Refuse(nameof(labels), $"found {labels.Length} labels for {rows} rows; allowed is one per row.");
        for (int row = 0; row < rows; row++)
            if (labels[row] is < 0 or >= MostClasses)
                Refuse(nameof(labels), $"found {labels[row]} for row {row}; allowed are 0 to {MostClasses - 1}.");
    }

    /// <summary>Refuses a span for results that has not one element per row.</summary>
    public static void CheckLength(string argument, int found, int rows)
    {
        if (found != rows) Refuse(argument, $"found length {found} for {rows} rows; allowed is one per row.");
    }

    /// <summary>
    /// Two rows minus an origin among them are at most 2 * limit in every column, so the terms of the expanded squared distance stay below
    /// 16 * dimension * limit^2, which must fit float32.
    /// </summary>
    private static float Limit(int dimension) => (float)Math.Sqrt(float.MaxValue / (16.0 * dimension)) * 0.99f;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (bool WithinLimit, bool AllZero) Fold(float* row, int dimension, float limit)
    {
        int lanes = Vector256<float>.Count;
        if (dimension < lanes)
        {
            bool within = true, zero = true;
            for (int t = 0; t < dimension; t++)
            {
                within &= Math.Abs(row[t]) <= limit; // false for NaN as well
                zero &= row[t] == 0;
            }
            return (within, zero);
        }
        var limits = Vector256.Create(limit);
        Vector256<float> magnitude = Vector256.Abs(Vector256.Load(row + dimension - lanes)); // the tail, overlapping the loop below
        Vector256<float> inside = Vector256.LessThanOrEqual(magnitude, limits);
        Vector256<float> any = magnitude;
        for (int t = 0; t <= dimension - lanes; t += lanes)
        {
            magnitude = Vector256.Abs(Vector256.Load(row + t));
            inside &= Vector256.LessThanOrEqual(magnitude, limits);
            any |= magnitude;
        }
        return (inside.AsInt32() == Vector256<int>.AllBitsSet, any.AsInt32() == Vector256<int>.Zero);
    }

    /// <summary>Says what is wrong with a row.</summary>
    [DoesNotReturn]
    private static void ThrowRow(RowSource rows, int row, string argument)
    {
        float limit = Limit(rows.Dimension), value;
        if (rows.Scales != null && !(rows.Scales[row] > 0 && float.IsFinite(rows.Scales[row])))
            Refuse(argument, $"found a scale of {rows.Scales[row]} for row {row}; allowed are finite values above 0.");
        for (int column = 0; column < rows.Dimension; column++)
            if (!(Math.Abs(value = *rows.Values(row, column, 1, &value)) <= limit))
                Refuse(argument, $"found {value} in row {row}, column {column}; allowed are finite values of magnitude up to {limit:g3}.");
        Refuse(argument, $"found only zeros in row {row}, in every column; a row needs a direction here, so at least one value other than 0.");
    }

    [DoesNotReturn]
    private static void ThrowLength(int rows, int found, string argument) =>
        Refuse(argument, $"found {found} weights for {rows} rows; allowed is one per row.");

    [DoesNotReturn]
    private static void ThrowWeight(int row, double found, string argument) =>
        Refuse(argument, $"found {found} for row {row}; allowed are finite values of at least 0.");

    [DoesNotReturn]
    private static void ThrowSum(double sum, string argument) =>
        Refuse(argument, $"found a sum of {sum}; it must be at least {SmallestMass} and at most {LargestMass}.");

    [DoesNotReturn]
    private static void Refuse(string argument, FormattableString what) =>
        throw new ArgumentException(FormattableString.Invariant($"{argument}: {FormattableString.Invariant(what)}"), argument);
}
