using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training;

/// <summary>
/// Candidates' gradients in double, coordinate after coordinate, so that the inner products of a direction with several candidates are summed
/// side by side. Each is summed over the coordinates in order, products and sums rounded separately: the same bits on every instruction set.
/// </summary>
/// <remarks>Allocates when it outgrows every earlier size only.</remarks>
internal sealed unsafe class GradientColumns
{
    /// <summary>Candidates whose sums run side by side: four registers of them, because the additions of one wait for each other.</summary>
    private static readonly int Together = 4 * Vector<double>.Count;

    private readonly PinnedBuffer<double> _values = new();
    private readonly PinnedBuffer<double> _offsets = new();
    private readonly PinnedBuffer<double> _products = new();
    private int _stride;

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>Coordinates of a gradient.</summary>
    public int Length { get; private set; }

    /// <summary>A coordinate of a candidate's gradient.</summary>
    /// <param name="candidate">From 0 to <see cref="Count"/> - 1.</param>
    /// <param name="coordinate">From 0 to <see cref="Length"/> - 1.</param>
    public double this[int candidate, int coordinate]
    {
        get => _values.Pointer[(nint)coordinate * _stride + candidate];
        set => _values.Pointer[(nint)coordinate * _stride + candidate] = value;
    }

    /// <summary>Begins anew, with candidates of which none is taken and all gradients are 0.</summary>
    /// <param name="count">Number of candidates.</param>
    /// <param name="length">Coordinates of a gradient.</param>
    public void Reset(int count, int length)
    {
        (Count, Length, _stride) = (count, length, (count + Together - 1) / Together * Together);
        int values = checked(_stride * length);
        new Span<double>(_values.Reserve(values), values).Clear();
        new Span<double>(_offsets.Reserve(_stride), _stride).Clear();
        _products.Reserve(_stride);
    }

    /// <summary>Takes a candidate out of the choice.</summary>
    public void Take(int candidate) => _offsets.Pointer[candidate] = double.NegativeInfinity;

    /// <summary>The candidate, of those not taken, of the largest inner product with a direction; the lowest on ties. O(Count * Length).</summary>
    /// <param name="direction">[Length], finite.</param>
    /// <param name="product">The product; minus infinity if all are taken.</param>
    /// <returns>The candidate, or -1 if all are taken.</returns>
    public int Best(ReadOnlySpan<double> direction, out double product)
    {
        fixed (double* first = direction) Multiply(first);
        double* products = _products.Pointer;
        (int best, product) = (-1, double.NegativeInfinity);
        for (int i = 0; i < Count; i++)
            if (products[i] > product) (best, product) = (i, products[i]);
        return best;
    }

    /// <summary>The same for a few candidates, taken or not. O(among.Length * Length).</summary>
    /// <param name="direction">[Length], finite.</param>
    /// <param name="among">The candidates, at least one.</param>
    /// <returns>The place of the best in <paramref name="among"/>.</returns>
    public int Best(ReadOnlySpan<double> direction, ReadOnlySpan<int> among)
    {
        (int best, double most) = (0, double.NegativeInfinity);
        for (int place = 0; place < among.Length; place++)
        {
            double product = 0;
            for (int t = 0; t < direction.Length; t++) product += direction[t] * this[among[place], t];
            if (product > most || (product == most && among[place] < among[best])) (best, most) = (place, product);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(double* direction)
    {
        int width = Vector<double>.Count;
        for (int i = 0; i < _stride; i += 4 * width)
        {
            double* offsets = _offsets.Pointer + i, values = _values.Pointer + i, products = _products.Pointer + i;
            Vector<double> first = Vector.Load(offsets), second = Vector.Load(offsets + width);
            Vector<double> third = Vector.Load(offsets + 2 * width), fourth = Vector.Load(offsets + 3 * width);
            for (int t = 0; t < Length; t++, values += _stride)
            {
                Vector<double> factor = new(direction[t]);
                first += factor * Vector.Load(values);
                second += factor * Vector.Load(values + width);
                third += factor * Vector.Load(values + 2 * width);
                fourth += factor * Vector.Load(values + 3 * width);
            }
            first.Store(products);
            second.Store(products + width);
            third.Store(products + 2 * width);
            fourth.Store(products + 3 * width);
        }
    }
}
