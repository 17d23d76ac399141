using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HpcCoreset.Training.Convex;

/// <summary>
/// What a stochastic step does to coefficients in double with a row of float32: one product, and one pass that moves. Products and sums
/// rounded separately, in one order: the same bits on every instruction set.
/// </summary>
/// <remarks>Registers of four whatever the hardware: two loads a cycle are the limit here, and wider ones leave a longer rest of a short row.</remarks>
internal static unsafe class RowSteps
{
    private const int Lanes = 4;

    /// <summary>The sum of x[t] * row[t], in four sums of four lanes: a step waits for it, so what counts is how soon it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* x, float* row, int dimension)
    {
        Vector256<double> a = Vector256<double>.Zero, b = a, c = a, d = a;
        int t = 0;
        for (; t <= dimension - 4 * Lanes; t += 4 * Lanes)
        {
            a += Vector256.Load(x + t) * Widen(row + t);
            b += Vector256.Load(x + t + Lanes) * Widen(row + t + Lanes);
            c += Vector256.Load(x + t + 2 * Lanes) * Widen(row + t + 2 * Lanes);
            d += Vector256.Load(x + t + 3 * Lanes) * Widen(row + t + 3 * Lanes);
        }
        for (; t <= dimension - Lanes; t += Lanes) a += Vector256.Load(x + t) * Widen(row + t);
        double rest = 0;
        for (; t < dimension; t++) rest += x[t] * row[t];
        Vector256<double> sum = a + b + (c + d);
        return sum[0] + sum[1] + (sum[2] + sum[3]) + rest;
    }

    /// <summary>x[t] = keep * x[t] + factor * row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(double* x, double keep, float* row, double factor, int dimension)
    {
        Vector256<double> keeps = Vector256.Create(keep), factors = Vector256.Create(factor);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes) (keeps * Vector256.Load(x + t) + factors * Widen(row + t)).Store(x + t);
        for (; t < dimension; t++) x[t] = keep * x[t] + factor * row[t];
    }

    /// <summary>x[t] = keep * x[t] + drift * mean[t] + factor * row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(double* x, double keep, double* mean, double drift, float* row, double factor, int dimension)
    {
        Vector256<double> keeps = Vector256.Create(keep), drifts = Vector256.Create(drift), factors = Vector256.Create(factor);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
            (keeps * Vector256.Load(x + t) + drifts * Vector256.Load(mean + t) + factors * Widen(row + t)).Store(x + t);
        for (; t < dimension; t++) x[t] = keep * x[t] + drift * mean[t] + factor * row[t];
    }

    /// <summary>The same, and then mean[t] += change * row[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MoveBoth(double* x, double keep, double* mean, double drift, double change, float* row, double factor, int dimension)
    {
        Vector256<double> keeps = Vector256.Create(keep), drifts = Vector256.Create(drift), factors = Vector256.Create(factor);
        var changes = Vector256.Create(change);
        int t = 0;
        for (; t <= dimension - Lanes; t += Lanes)
        {
            Vector256<double> values = Widen(row + t), before = Vector256.Load(mean + t);
            (keeps * Vector256.Load(x + t) + drifts * before + factors * values).Store(x + t);
            (before + changes * values).Store(mean + t);
        }
        for (; t < dimension; t++)
        {
            x[t] = keep * x[t] + drift * mean[t] + factor * row[t];
            mean[t] += change * row[t];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(float* values) => Vector256.WidenLower(Vector128.Load(values).ToVector256Unsafe());
}
