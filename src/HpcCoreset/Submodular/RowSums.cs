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

    /// <summary>sums[j] = sum over t of (rows[j][t] - vector[t])^2.</summary>
    public static void SquaredDifferences(double* vector, float** rows, int dimension, double* sums) =>
        Run<SquaredDifference>(vector, rows, null, dimension, sums);

    /// <summary>sums[j] = sum over t of |rows[j][t] - vector[t]|.</summary>
    public static void AbsoluteDifferences(double* vector, float** rows, int dimension, double* sums) =>
        Run<AbsoluteDifference>(vector, rows, null, dimension, sums);

    /// <summary>sums[j] = sum over t of (rows[j][t] - means[j]) * vector[t]; no means (null) are means of 0.</summary>
    public static void Products(double* vector, float** rows, double* means, int dimension, double* sums)
    {
        if (means == null) Run<Product>(vector, rows, null, dimension, sums);
        else Run<ShiftedProduct>(vector, rows, means, dimension, sums);
    }

    /// <summary>sums[j] = sum over t of (rows[j][t] - means[j])^2; no means (null) are means of 0.</summary>
    public static void SquaredNorms(float** rows, double* means, int dimension, double* sums)
    {
        if (means == null) Run<Square>(null, rows, null, dimension, sums);
        else Run<ShiftedSquare>(null, rows, means, dimension, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TTerm>(double* vector, float** rows, double* means, int dimension, double* sums)
        where TTerm : struct, ITerm
    {
        float* a = rows[0], b = rows[1], c = rows[2], d = rows[3], e = rows[4], f = rows[5], g = rows[6], h = rows[7];
        Vector256<double> first = Vector256<double>.Zero, second = Vector256<double>.Zero;
        Vector256<double> firstMeans = Vector256<double>.Zero, secondMeans = Vector256<double>.Zero;
        if (means != null) (firstMeans, secondMeans) = (Vector256.Load(means), Vector256.Load(means + Lanes));
        int t = 0;
        if (Avx.IsSupported)
            for (; t + Lanes <= dimension; t += Lanes)
            {
                first = Add<TTerm>(first, a + t, b + t, c + t, d + t, firstMeans, vector + t);
                second = Add<TTerm>(second, e + t, f + t, g + t, h + t, secondMeans, vector + t);
            }
        for (; t < dimension; t++)
        {
            first += TTerm.Of(Vector256.Create(a[t], b[t], c[t], (double)d[t]), firstMeans, vector + t);
            second += TTerm.Of(Vector256.Create(e[t], f[t], g[t], (double)h[t]), secondMeans, vector + t);
        }
        first.Store(sums);
        second.Store(sums + Lanes);
    }

    /// <summary>The terms of four coordinates, transposed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Add<TTerm>(
        Vector256<double> sum, float* a, float* b, float* c, float* d, Vector256<double> means, double* vector)
        where TTerm : struct, ITerm
    {
        Vector128<float> rowA = Vector128.Load(a), rowB = Vector128.Load(b), rowC = Vector128.Load(c), rowD = Vector128.Load(d);
        Vector128<float> ab01 = Sse.UnpackLow(rowA, rowB), ab23 = Sse.UnpackHigh(rowA, rowB);
        Vector128<float> cd01 = Sse.UnpackLow(rowC, rowD), cd23 = Sse.UnpackHigh(rowC, rowD);
        sum += TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveLowToHigh(ab01, cd01)), means, vector);
        sum += TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveHighToLow(cd01, ab01)), means, vector + 1);
        sum += TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveLowToHigh(ab23, cd23)), means, vector + 2);
        return sum + TTerm.Of(Avx.ConvertToVector256Double(Sse.MoveHighToLow(cd23, ab23)), means, vector + 3);
    }

    /// <summary>What one coordinate of four rows adds; the vector's value is behind a pointer because not every term has one.</summary>
    private interface ITerm
    {
        static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> means, double* y);
    }

    private readonly struct SquaredDifference : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> means, double* y) => Squared(x - Vector256.Create(*y));
    }

    private readonly struct AbsoluteDifference : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> means, double* y) => Vector256.Abs(x - Vector256.Create(*y));
    }

    private readonly struct Square : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> means, double* y) => x * x;
    }

    private readonly struct ShiftedSquare : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> means, double* y) => Squared(x - means);
    }

    private readonly struct Product : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> means, double* y) => x * Vector256.Create(*y);
    }

    private readonly struct ShiftedProduct : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> means, double* y) => (x - means) * Vector256.Create(*y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Squared(Vector256<double> x) => x * x;
}
