using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HpcCoreset.Numerics;

/// <summary>
/// Double-precision arithmetic on float32 rows where the answer itself counts: means, norms, costs. Four lanes twice, whatever the
/// hardware, products and sums rounded separately: the same bits on every instruction set. Compiled with full optimisation at once: a
/// service's first request cannot wait for 30 calls and a tier-up.
/// </summary>
internal static unsafe class RowArithmetic
{
    private const int Lanes = 8;

    /// <summary>sum[t] += weight * row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(float* row, double weight, double* sum, int dimension)
    {
        var factor = Vector256.Create(weight);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(row + t));
            (Vector256.Load(sum + t) + low * factor).Store(sum + t);
            (Vector256.Load(sum + t + 4) + high * factor).Store(sum + t + 4);
        }
        for (; t < dimension; t++) sum[t] += row[t] * weight;
    }

    /// <summary>sum[i] += weight * values[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(double* values, double weight, double* sum, int count)
    {
        var factor = Vector256.Create(weight);
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            (Vector256.Load(sum + i) + Vector256.Load(values + i) * factor).Store(sum + i);
            (Vector256.Load(sum + i + 4) + Vector256.Load(values + i + 4) * factor).Store(sum + i + 4);
        }
        for (; i < count; i++) sum[i] += values[i] * weight;
    }

    /// <summary>sum[t] += weight * (row[t] - centre[t]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AccumulateDifference(float* row, double* centre, double weight, double* sum, int dimension)
    {
        var factor = Vector256.Create(weight);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(row + t));
            (Vector256.Load(sum + t) + (low - Vector256.Load(centre + t)) * factor).Store(sum + t);
            (Vector256.Load(sum + t + 4) + (high - Vector256.Load(centre + t + 4)) * factor).Store(sum + t + 4);
        }
        for (; t < dimension; t++) sum[t] += (row[t] - centre[t]) * weight;
    }

    /// <summary>The sum of (scale * row[t] - centre[t])^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredDistance(float* row, double scale, double* centre, int dimension)
    {
        var factor = Vector256.Create(scale);
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(row + t));
            low = low * factor - Vector256.Load(centre + t);
            high = high * factor - Vector256.Load(centre + t + 4);
            first += low * low;
            second += high * high;
        }
        double sum = InOrder(first + second);
        for (; t < dimension; t++)
        {
            double difference = row[t] * scale - centre[t];
            sum += difference * difference;
        }
        return sum;
    }

    /// <summary>The sum of |row[t] - centre[t]|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double ManhattanDistance(float* row, double* centre, int dimension)
    {
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(row + t));
            first += Vector256.Abs(low - Vector256.Load(centre + t));
            second += Vector256.Abs(high - Vector256.Load(centre + t + 4));
        }
        double sum = InOrder(first + second);
        for (; t < dimension; t++) sum += Math.Abs(row[t] - centre[t]);
        return sum;
    }

    /// <summary>target[t] = (row[t] - shift) * scale, rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* row, double shift, double scale, float* target, int dimension)
    {
        Vector256<double> offset = Vector256.Create(shift), factor = Vector256.Create(scale);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(row + t));
            Vector256.Narrow((low - offset) * factor, (high - offset) * factor).Store(target + t);
        }
        for (; t < dimension; t++) target[t] = (float)((row[t] - shift) * scale);
    }

    /// <summary>target[t] = row[t] - shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(float* row, double shift, double* target, int dimension)
    {
        var offset = Vector256.Create(shift);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(row + t));
            (low - offset).Store(target + t);
            (high - offset).Store(target + t + 4);
        }
        for (; t < dimension; t++) target[t] = row[t] - shift;
    }

    /// <summary>The mean of row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Mean(float* row, int dimension)
    {
        double sum = 0;
        for (int t = 0; t < dimension; t++) sum += row[t];
        return sum / dimension;
    }

    /// <summary>The sum of (row[t] - shift)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredNorm(float* row, double shift, int dimension)
    {
        if (shift == 0) return SquaredNorm(row, dimension);
        double sum = 0;
        for (int t = 0; t < dimension; t++) sum += (row[t] - shift) * (row[t] - shift);
        return sum;
    }

    /// <summary>The sum of row[t]^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredNorm(float* row, int dimension)
    {
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(row + t));
            first += low * low;
            second += high * high;
        }
        double sum = InOrder(first + second);
        for (; t < dimension; t++) sum += (double)row[t] * row[t];
        return sum;
    }

    /// <summary>The sum of weights[i] * values[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* weights, float* values, int count)
    {
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(values + i));
            first += low * Vector256.Load(weights + i);
            second += high * Vector256.Load(weights + i + 4);
        }
        double sum = InOrder(first + second);
        for (; i < count; i++) sum += weights[i] * values[i];
        return sum;
    }

    /// <summary>The sum of weights[i] * sqrt(values[i]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double DotRoots(double* weights, float* values, int count)
    {
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(values + i));
            first += Vector256.Sqrt(low) * Vector256.Load(weights + i);
            second += Vector256.Sqrt(high) * Vector256.Load(weights + i + 4);
        }
        double sum = InOrder(first + second);
        for (; i < count; i++) sum += weights[i] * Math.Sqrt(values[i]);
        return sum;
    }

    /// <summary>The sum of weights[i] * values[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* weights, double* values, int count)
    {
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            first += Vector256.Load(weights + i) * Vector256.Load(values + i);
            second += Vector256.Load(weights + i + 4) * Vector256.Load(values + i + 4);
        }
        double sum = InOrder(first + second);
        for (; i < count; i++) sum += weights[i] * values[i];
        return sum;
    }

    /// <summary>The sum of (a[t] - b[t])^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredDistance(double* a, double* b, int dimension)
    {
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            Vector256<double> low = Vector256.Load(a + t) - Vector256.Load(b + t);
            Vector256<double> high = Vector256.Load(a + t + 4) - Vector256.Load(b + t + 4);
            first += low * low;
            second += high * high;
        }
        double sum = InOrder(first + second);
        for (; t < dimension; t++) sum += (a[t] - b[t]) * (a[t] - b[t]);
        return sum;
    }

    /// <summary>The sum of weights[t] * (values[t] - origin[t]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double DotDifference(double* weights, double* values, double* origin, int dimension)
    {
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            first += Vector256.Load(weights + t) * (Vector256.Load(values + t) - Vector256.Load(origin + t));
            second += Vector256.Load(weights + t + 4) * (Vector256.Load(values + t + 4) - Vector256.Load(origin + t + 4));
        }
        double sum = InOrder(first + second);
        for (; t < dimension; t++) sum += weights[t] * (values[t] - origin[t]);
        return sum;
    }

    /// <summary>mean[t] += share * (value[t] - mean[t]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MoveTowards(double* value, double share, double* mean, int dimension)
    {
        var factor = Vector256.Create(share);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            (Vector256.Load(mean + t) + (Vector256.Load(value + t) - Vector256.Load(mean + t)) * factor).Store(mean + t);
            (Vector256.Load(mean + t + 4) + (Vector256.Load(value + t + 4) - Vector256.Load(mean + t + 4)) * factor).Store(mean + t + 4);
        }
        for (; t < dimension; t++) mean[t] += (value[t] - mean[t]) * share;
    }

    /// <summary>The four lanes in a written-down order; <see cref="Vector256.Sum{T}"/> leaves its order to the hardware.</summary>
    private static double InOrder(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
