using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The similarities of all pairs of a few rows in double, eight pairs side by side: each summed over the dimensions in order, products and
/// sums rounded separately, which gives the bits of <see cref="ExactSimilarity"/>.
/// </summary>
internal sealed unsafe class RowPairs
{
    /// <summary>Pairs whose sums run side by side: two registers of them, because the additions of one wait for each other.</summary>
    public const int Together = 2 * Lanes;

    private const int Lanes = 4;

    private readonly PinnedBuffer<double> _columns = new(); // [dimension][Stride]
    private readonly PinnedBuffer<double> _squaredNorms = new();
    private readonly PinnedBuffer<double> _similarities = new();
    private readonly PinnedBuffer<double> _others = new();
    private readonly PinnedBuffer<float> _decoded = new();
    private SimilarityForm _form;
    private Vector256<double> _lowest;
    private int _dimension;

    /// <summary>Similarities per row: of the rows, and up to a multiple of <see cref="Together"/> of row 0 again.</summary>
    public int Stride { get; private set; }

    /// <summary>The lowest similarity of a pair, or 0. Of negated distances only.</summary>
    public double Lowest => Math.Min(Math.Min(_lowest[0], _lowest[1]), Math.Min(_lowest[2], _lowest[3]));

    /// <summary>The similarities of a row, [Stride]. Those of a pair are the same both ways, to the last bit.</summary>
    public double* this[int row] => _similarities.Pointer + (nint)row * Stride;

    /// <summary>Compares rows. O(rows^2 * dimension), and memory for all pairs.</summary>
    public void Load(SimilarityForm form, RowSource rows)
    {
        int count = rows.Count;
        (_form, _dimension, Stride, _lowest) = (form, rows.Dimension, (count + Together - 1) / Together * Together, Vector256<double>.Zero);
        _similarities.Reserve(checked(Stride * Stride));
        Transpose(rows);
        for (int first = 0; first < count; first += Together)
        {
            for (int row = first; row < first + Together; row++) Compare(row, first);
            for (int row = first + Together; row < count; row++)
                for (int lane = 0; lane < Together; lane++) this[row][first + lane] = this[first + lane][row];
        }
    }

    private void Transpose(RowSource rows)
    {
        double* columns = _columns.Reserve(checked(_dimension * Stride)), norms = _squaredNorms.Reserve(Stride);
        float* scratch = _decoded.Reserve(rows.ScratchLength);
        for (int i = 0; i < Stride; i++)
        {
            float* row = rows.Row(i < rows.Count ? i : 0, scratch);
            double mean = _form.Scaling == RowScaling.Standardised ? RowArithmetic.Mean(row, _dimension) : 0, first = 0, norm = 0;
            for (int t = 0; t < _dimension; t++)
            {
                double value = row[t] - mean;
                columns[(nint)t * Stride + i] = value;
                if (t == _form.FirstFactor) (first, norm) = (norm, 0);
                norm += value * value;
            }
            norms[i] = _form.IsFactored ? first * norm : norm;
        }
    }

    /// <summary>A row with those from <paramref name="first"/> on.</summary>
    private void Compare(int row, int first)
    {
        if (_form.IsFactored)
        {
            Vector256<double> lowest = _lowest;
            Sum<Product, Plain>(row, first, 0, _form.FirstFactor, this[row]);
            Sum<Product, Plain>(row, first, _form.FirstFactor, _dimension, _others.Reserve(Stride));
            _lowest = lowest; // products of factors are no similarities
            Multiply(row, first);
            return;
        }
        switch (_form.Similarity)
        {
            case Similarity.MaxEuclidean: Sum<SquaredDifference, NegatedRoot>(row, first, 0, _dimension, this[row]); return;
            case Similarity.MaxSquaredEuclidean: Sum<SquaredDifference, Negated>(row, first, 0, _dimension, this[row]); return;
            case Similarity.Rbf or Similarity.ExpEuclidean: Sum<SquaredDifference, Plain>(row, first, 0, _dimension, this[row]); break;
            default: Sum<Product, Plain>(row, first, 0, _dimension, this[row]); break;
        }
        double* similarities = this[row], norms = _squaredNorms.Pointer;
        for (int v = first; v < Stride; v++) similarities[v] = _form.Finish(similarities[v], norms[v], norms[row]);
    }

    /// <summary>From the inner products of both factors to the similarities of outer products.</summary>
    private void Multiply(int row, int first)
    {
        double* similarities = this[row], others = _others.Pointer, norms = _squaredNorms.Pointer;
        double lowest = 0;
        for (int v = first; v < Stride; v++)
        {
            similarities[v] = _form.Finish(SimilarityForm.FactoredSquare(similarities[v], others[v], norms[v], norms[row]), 0, 0);
            lowest = Math.Min(lowest, similarities[v]);
        }
        _lowest = Vector256.MinNative(_lowest, Vector256.Create(lowest));
    }

    /// <summary>similarities[v] = the form of the sum over t from <paramref name="start"/> to <paramref name="end"/> - 1, for v from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Sum<TTerm, TForm>(int row, int first, int start, int end, double* similarities)
        where TTerm : struct, ITerm
        where TForm : struct, IForm
    {
        int stride = Stride;
        Vector256<double> lowest = _lowest;
        for (int v = first; v < stride; v += Together)
        {
            Vector256<double> low = Vector256<double>.Zero, high = low;
            double* columns = _columns.Pointer + (nint)start * stride;
            for (int t = start; t < end; t++, columns += stride)
            {
                Vector256<double> own = Vector256.Create(columns[row]);
                low += TTerm.Of(Vector256.Load(columns + v), own);
                high += TTerm.Of(Vector256.Load(columns + v + Lanes), own);
            }
            (low, high) = (TForm.Of(low), TForm.Of(high));
            low.Store(similarities + v);
            high.Store(similarities + v + Lanes);
            lowest = Vector256.MinNative(lowest, Vector256.MinNative(low, high));
        }
        _lowest = lowest;
    }

    /// <summary>What one coordinate of a pair adds.</summary>
    private interface ITerm
    {
        static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> y);
    }

    private readonly struct SquaredDifference : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => (x - y) * (x - y);
    }

    private readonly struct Product : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x * y;
    }

    /// <summary>What becomes of the sums where that needs no norms and no exponential.</summary>
    private interface IForm
    {
        static abstract Vector256<double> Of(Vector256<double> sum);
    }

    private readonly struct Plain : IForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> sum) => sum;
    }

    private readonly struct Negated : IForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> sum) => -sum;
    }

    private readonly struct NegatedRoot : IForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> sum) => -Vector256.Sqrt(sum);
    }
}
