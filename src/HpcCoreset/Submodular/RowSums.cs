using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HpcCoreset.Submodular;

/// <summary>
/// Sums over the dimensions of four pairs at once, in double, each in order and with products and sums rounded separately: the bits of
/// four plain loops. The four rows are transposed four coordinates at a time, so that each has a lane of its own.
/// </summary>
internal static unsafe class RowSums
{
    /// <summary>Pairs per call.</summary>
    public const int Together = 4;

    /// <summary>sums[j] = sum over t of (rows[j][t] - candidate[t])^2.</summary>
    public static void SquaredDifferences(float* candidate, float** rows, int dimension, double* sums) =>
        Run<SquaredDifference>(candidate, 0, rows, Vector256<double>.Zero, dimension, sums);

    /// <summary>sums[j] = sum over t of (rows[j][t] - means[j]) * (candidate[t] - mean).</summary>
    public static void Products(float* candidate, double mean, float** rows, double* means, int dimension, double* sums) =>
        Run<ShiftedProduct>(candidate, mean, rows, Vector256.Load(means), dimension, sums);

    /// <summary>sums[j] = sum over t of (rows[j][t] - means[j])^2.</summary>
    public static void SquaredNorms(float** rows, double* means, int dimension, double* sums) =>
        Run<Square>(rows[0], 0, rows, Vector256.Load(means), dimension, sums);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TTerm>(float* candidate, double mean, float** rows, Vector256<double> means, int dimension, double* sums)
        where TTerm : struct, ITerm
    {
        float* a = rows[0], b = rows[1], c = rows[2], d = rows[3];
        Vector256<double> sum = Vector256<double>.Zero, shift = Vector256.Create(mean);
        int t = 0;
        if (Avx.IsSupported)
            for (; t + Together <= dimension; t += Together)
            {
                Vector256<double> rowA = Avx.ConvertToVector256Double(Vector128.Load(a + t)), rowB = Avx.ConvertToVector256Double(Vector128.Load(b + t));
                Vector256<double> rowC = Avx.ConvertToVector256Double(Vector128.Load(c + t)), rowD = Avx.ConvertToVector256Double(Vector128.Load(d + t));
                Vector256<double> ab02 = Avx.UnpackLow(rowA, rowB), ab13 = Avx.UnpackHigh(rowA, rowB);
                Vector256<double> cd02 = Avx.UnpackLow(rowC, rowD), cd13 = Avx.UnpackHigh(rowC, rowD);
                sum += TTerm.Of(Avx.Permute2x128(ab02, cd02, 0x20) - means, Vector256.Create((double)candidate[t]) - shift);
                sum += TTerm.Of(Avx.Permute2x128(ab13, cd13, 0x20) - means, Vector256.Create((double)candidate[t + 1]) - shift);
                sum += TTerm.Of(Avx.Permute2x128(ab02, cd02, 0x31) - means, Vector256.Create((double)candidate[t + 2]) - shift);
                sum += TTerm.Of(Avx.Permute2x128(ab13, cd13, 0x31) - means, Vector256.Create((double)candidate[t + 3]) - shift);
            }
        for (; t < dimension; t++)
            sum += TTerm.Of(Vector256.Create(a[t], b[t], c[t], (double)d[t]) - means, Vector256.Create((double)candidate[t]) - shift);
        sum.Store(sums);
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
