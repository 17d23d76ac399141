using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HpcCoreset.Submodular;

/// <summary>
/// Sums over the dimensions of eight pairs at once, in double, each in order and with products and sums rounded separately: the bits of
/// eight plain loops. Four rows are transposed four coordinates at a time, so that each has a lane of its own, and there are two such
/// fours, because the additions of one wait for each other.
/// </summary>
internal static unsafe class RowSums
{
    /// <summary>Pairs per call.</summary>
    public const int Together = 2 * Lanes;

    private const int Lanes = 4;

    /// <summary>sums[j] = sum over t of (rows[j][t] - candidate[t])^2; <paramref name="means"/> are 0.</summary>
    public static void SquaredDifferences(float* candidate, float** rows, double* means, int dimension, double* sums) =>
        Run<SquaredDifference>(candidate, 0, rows, means, dimension, sums);

    /// <summary>sums[j] = sum over t of (rows[j][t] - means[j]) * (candidate[t] - mean).</summary>
    public static void Products(float* candidate, double mean, float** rows, double* means, int dimension, double* sums) =>
        Run<ShiftedProduct>(candidate, mean, rows, means, dimension, sums);

    /// <summary>sums[j] = sum over t of (rows[j][t] - means[j])^2.</summary>
    public static void SquaredNorms(float** rows, double* means, int dimension, double* sums) =>
        Run<Square>(rows[0], 0, rows, means, dimension, sums);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TTerm>(float* candidate, double mean, float** rows, double* means, int dimension, double* sums)
        where TTerm : struct, ITerm
    {
        float* a = rows[0], b = rows[1], c = rows[2], d = rows[3], e = rows[4], f = rows[5], g = rows[6], h = rows[7];
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero, shift = Vector256.Create(mean);
        Vector256<double> firstMeans = Vector256.Load(means), secondMeans = Vector256.Load(means + Lanes);
        int t = 0;
        if (Avx.IsSupported)
            for (; t + Lanes <= dimension; t += Lanes)
            {
                Vector256<double> x0 = Vector256.Create((double)candidate[t]) - shift, x1 = Vector256.Create((double)candidate[t + 1]) - shift;
                Vector256<double> x2 = Vector256.Create((double)candidate[t + 2]) - shift, x3 = Vector256.Create((double)candidate[t + 3]) - shift;
                first = Add<TTerm>(first, a + t, b + t, c + t, d + t, firstMeans, x0, x1, x2, x3);
                second = Add<TTerm>(second, e + t, f + t, g + t, h + t, secondMeans, x0, x1, x2, x3);
            }
        for (; t < dimension; t++)
        {
            Vector256<double> x = Vector256.Create((double)candidate[t]) - shift;
            first += TTerm.Of(Vector256.Create(a[t], b[t], c[t], (double)d[t]) - firstMeans, x);
            second += TTerm.Of(Vector256.Create(e[t], f[t], g[t], (double)h[t]) - secondMeans, x);
        }
        first.Store(sums);
        second.Store(sums + Lanes);
    }

    /// <summary>The terms of four coordinates, transposed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Add<TTerm>(
        Vector256<double> sum, float* a, float* b, float* c, float* d, Vector256<double> means,
        Vector256<double> x0, Vector256<double> x1, Vector256<double> x2, Vector256<double> x3)
        where TTerm : struct, ITerm
    {
        Vector128<float> rowA = Vector128.Load(a), rowB = Vector128.Load(b), rowC = Vector128.Load(c), rowD = Vector128.Load(d);
        Vector128<float> ab01 = Sse.UnpackLow(rowA, rowB), ab23 = Sse.UnpackHigh(rowA, rowB);
        Vector128<float> cd01 = Sse.UnpackLow(rowC, rowD), cd23 = Sse.UnpackHigh(rowC, rowD);
        sum += TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveLowToHigh(ab01, cd01)) - means, x0);
        sum += TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveHighToLow(cd01, ab01)) - means, x1);
        sum += TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveLowToHigh(ab23, cd23)) - means, x2);
        return sum + TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveHighToLow(cd23, ab23)) - means, x3);
    }

    private interface ITerm
    {
        static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> y);
    }

    private readonly struct SquaredDifference : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => (x - y) * (x - y);
    }

    private readonly struct Square : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x * x;
    }

    private readonly struct ShiftedProduct : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x * y;
    }
}
