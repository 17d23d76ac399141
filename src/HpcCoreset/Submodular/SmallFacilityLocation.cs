using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Facility location of a few short rows, by its definition: all similarities in double, and all gains at every pick, several candidates
/// side by side. Bounds, packing and heaps cost more than they save there.
/// </summary>
/// <remarks>
/// Each candidate's gain is summed over the rows in order, products and sums rounded separately, so the picks and gains are those of
/// <see cref="FacilityLocation"/>, bit for bit.
/// </remarks>
internal sealed unsafe class SmallFacilityLocation
{
    // Chosen for the classes of a mini-batch, 50 rows of 10.
    private const int MostRows = 64;
    private const int MostDimensions = 16;

    /// <summary>Candidates whose sums run side by side: four registers of them, because the additions of one wait for each other.</summary>
    private static readonly int Together = 4 * Vector<double>.Count;

    private readonly ExactSimilarity _exact = new();
    private readonly Coverage _coverage = new();
    private readonly PinnedBuffer<double> _similarities = new();
    private readonly PinnedBuffer<double> _gains = new();
    private readonly PinnedBuffer<int> _rows = new();
    private int _count;
    private int _stride;

    /// <summary>Whether rows are few and short enough.</summary>
    public static bool Takes(RowSource rows) => rows.Count <= MostRows && rows.Dimension <= MostDimensions;

    /// <summary>Picks rows and fills <paramref name="coreset"/>. The caller's rows must stay pinned. O(rows^2 * (dimension + size)).</summary>
    public void Run(SimilarityForm form, RowSource rows, ReadOnlySpan<double> weights, int size, CoresetBuffer coreset)
    {
        _count = rows.Count;
        _stride = (_count + Together - 1) / Together * Together;
        _coverage.Load(form, _count, _count, weights);
        double lowest = Compare(form, rows);
        double maximum = form.IsRelativeToMaximum ? 0 - lowest : 0, value = 0;
        double* gains = _gains.Reserve(_stride);
        // The maximum cancels in the first pick, and what is covered is not yet anything.
        bool isBare = form.IsRelativeToMaximum;
        _coverage.Clear(isBare ? double.NegativeInfinity : 0);
        for (int step = 0; step < size; step++)
        {
            if (isBare) Sum<Whole>(gains);
            else Sum<Gained>(gains);
            for (int j = 0; j < coreset.Count; j++) gains[coreset.Indices[j]] = double.NegativeInfinity;
            int best = 0;
            for (int v = 1; v < _count; v++)
                if (gains[v] > gains[best]) best = v;
            double gain = gains[best];
            _coverage.Add(step, _rows.Pointer, _similarities.Pointer + (nint)best * _stride, _count);
            if (isBare)
            {
                gain = 0;
                for (int i = 0; i < _count; i++) gain += _coverage.ExactWeights[i] * (maximum + _coverage.Exact[i]);
                isBare = false;
            }
            coreset.Add(best, 0, gain);
            value += gain;
        }
        _coverage.Describe(coreset, maximum);
        coreset.Report = new SelectionReport(value, coreset.Mass, (long)_count * size, "none");
    }

    /// <summary>All similarities; those of a pair are the same both ways, to the last bit.</summary>
    /// <returns>The lowest.</returns>
    private double Compare(SimilarityForm form, RowSource rows)
    {
        double lowest = 0;
        double* similarities = _similarities.Reserve(checked(_count * _stride));
        int* all = _rows.Reserve(_count);
        for (int i = 0; i < _count; i++) all[i] = i;
        _exact.Load(form, rows);
        for (int i = 0; i < _count; i++)
        {
            double* own = similarities + (nint)i * _stride;
            _exact.Evaluate(i, all + i, _count - i, own + i);
            new Span<double>(own + _count, _stride - _count).Clear();
            for (int v = i; v < _count; v++)
            {
                lowest = Math.Min(lowest, own[v]);
                similarities[(nint)v * _stride + i] = own[v];
            }
        }
        _exact.Release();
        return lowest;
    }

    /// <summary>gains[v] = sum over the rows i, in order, of w_i * max(0, s_iv - covered_i), or of w_i * s_iv.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum<TTerm>(double* gains)
        where TTerm : struct, ITerm
    {
        int width = Vector<double>.Count;
        for (int v = 0; v < _stride; v += 4 * width)
        {
            Vector<double> first = Vector<double>.Zero, second = first, third = first, fourth = first;
            double* similarities = _similarities.Pointer + v;
            for (int i = 0; i < _count; i++, similarities += _stride)
            {
                Vector<double> weight = new(_coverage.ExactWeights[i]), covered = new(_coverage.Exact[i]);
                first += weight * TTerm.Of(Vector.Load(similarities), covered);
                second += weight * TTerm.Of(Vector.Load(similarities + width), covered);
                third += weight * TTerm.Of(Vector.Load(similarities + 2 * width), covered);
                fourth += weight * TTerm.Of(Vector.Load(similarities + 3 * width), covered);
            }
            first.Store(gains + v);
            second.Store(gains + v + width);
            third.Store(gains + v + 2 * width);
            fourth.Store(gains + v + 3 * width);
        }
    }

    /// <summary>What of a similarity counts.</summary>
    private interface ITerm
    {
        static abstract Vector<double> Of(Vector<double> similarity, Vector<double> covered);
    }

    private readonly struct Gained : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<double> Of(Vector<double> similarity, Vector<double> covered) => Vector.Max(Vector<double>.Zero, similarity - covered);
    }

    private readonly struct Whole : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<double> Of(Vector<double> similarity, Vector<double> covered) => similarity;
    }
}
