using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HpcCoreset.Training.Convex;

/// <summary>
/// What a stochastic step does to coefficients in double with a row of float32: one product, and one pass that moves. Products and sums
/// rounded separately, in one order: the same bits on every instruction set, whatever its registers hold.
/// </summary>
internal static unsafe class RowSteps
{
    private const int Wide = 8;
    private const int Narrow = 4;

    /// <summary>The sum of x[t] * row[t], in sixteen sums: a step waits for it, so what counts is how soon it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* x, float* row, int dimension)
    {
        Vector256<double> a = Vector256<double>.Zero, b = a, c = a, d = a;
        int t = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> ab = Vector512<double>.Zero, cd = ab;
            for (; t <= dimension - 2 * Wide; t += 2 * Wide)
            {
                ab += Vector512.Load(x + t) * Widen8(row + t);
                cd += Vector512.Load(x + t + Wide) * Widen8(row + t + Wide);
            }
            (a, b, c, d) = (ab.GetLower(), ab.GetUpper(), cd.GetLower(), cd.GetUpper());
        }
        for (; t <= dimension - 2 * Wide; t += 2 * Wide)
        {
            a += Vector256.Load(x + t) * Widen4(row + t);
            b += Vector256.Load(x + t + Narrow) * Widen4(row + t + Narrow);
            c += Vector256.Load(x + t + Wide) * Widen4(row + t + Wide);
            d += Vector256.Load(x + t + Wide + Narrow) * Widen4(row + t + Wide + Narrow);
        }
        for (; t <= dimension - Narrow; t += Narrow) a += Vector256.Load(x + t) * Widen4(row + t);
        double rest = 0;
        for (; t < dimension; t++) rest += x[t] * row[t];
        Vector256<double> sum = a + b + (c + d);
        return sum[0] + sum[1] + (sum[2] + sum[3]) + rest;
    }

    /// <summary>x[t] = keep * x[t] + factor * row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(double* x, double keep, float* row, double factor, int dimension)
    {
        int t = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; t <= dimension - Wide; t += Wide) (keep * Vector512.Load(x + t) + factor * Widen8(row + t)).Store(x + t);
        for (; t <= dimension - Narrow; t += Narrow) (keep * Vector256.Load(x + t) + factor * Widen4(row + t)).Store(x + t);
        for (; t < dimension; t++) x[t] = keep * x[t] + factor * row[t];
    }

    /// <summary>x[t] = keep * x[t] + drift * mean[t] + factor * row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(double* x, double keep, double* mean, double drift, float* row, double factor, int dimension)
    {
        int t = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; t <= dimension - Wide; t += Wide)
                (keep * Vector512.Load(x + t) + drift * Vector512.Load(mean + t) + factor * Widen8(row + t)).Store(x + t);
        for (; t <= dimension - Narrow; t += Narrow)
            (keep * Vector256.Load(x + t) + drift * Vector256.Load(mean + t) + factor * Widen4(row + t)).Store(x + t);
        for (; t < dimension; t++) x[t] = keep * x[t] + drift * mean[t] + factor * row[t];
    }

    /// <summary>The same, and then mean[t] += change * row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MoveBoth(double* x, double keep, double* mean, double drift, double change, float* row, double factor, int dimension)
    {
        int t = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; t <= dimension - Wide; t += Wide)
            {
                Vector512<double> values = Widen8(row + t), before = Vector512.Load(mean + t);
                (keep * Vector512.Load(x + t) + drift * before + factor * values).Store(x + t);
                (before + change * values).Store(mean + t);
            }
        for (; t <= dimension - Narrow; t += Narrow)
        {
            Vector256<double> values = Widen4(row + t), before = Vector256.Load(mean + t);
            (keep * Vector256.Load(x + t) + drift * before + factor * values).Store(x + t);
            (before + change * values).Store(mean + t);
        }
        for (; t < dimension; t++)
        {
            x[t] = keep * x[t] + drift * mean[t] + factor * row[t];
            mean[t] += change * row[t];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen8(float* values) => Vector512.WidenLower(Vector256.Load(values).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen4(float* values) => Vector256.WidenLower(Vector128.Load(values).ToVector256Unsafe());
}
