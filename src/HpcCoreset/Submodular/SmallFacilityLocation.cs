using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Facility location of few rows, by its definition in double: all similarities are kept, and gains are renewed eight candidates side by
/// side. Packing, float32 bounds and heaps cost more than they save there.
/// </summary>
/// <remarks>
/// Each candidate's gain is summed over the rows in order, products and sums rounded separately, so the picks and gains are those of
/// <see cref="FacilityLocation"/>, bit for bit. No term grows with a pick, and rounding keeps the order of sums, so a gain of an earlier
/// step is at least that of now, also in its last bit: a candidate whose gain is of now and the highest is the pick (Minoux 1978).
/// </remarks>
internal sealed unsafe class SmallFacilityLocation
{
    // Beyond either of these FacilityLocation was faster in a trial; the classes of a mini-batch are 50 rows of 10.
    private const int MostRows = 128;
    private const int MostValues = 4096;
    private const int Block = RowPairs.Together;
    private const int Lanes = Block / 2;

    private readonly RowPairs _pairs = new();
    private readonly PinnedBuffer<double> _weights = new();
    private readonly PinnedBuffer<double> _covered = new();
    private readonly PinnedBuffer<long> _owners = new();
    private readonly PinnedBuffer<double> _starts = new();
    private readonly PinnedBuffer<double> _gains = new();
    private readonly PinnedBuffer<double> _highest = new(); // gain of a block
    private readonly PinnedBuffer<int> _steps = new(); // that a block's gains are of
    private int _count;
    private long _evaluations;

    /// <summary>Whether rows are few and short enough.</summary>
    public static bool Takes(RowSource rows) => rows.Count <= MostRows && (long)rows.Count * rows.Dimension <= MostValues;

    /// <summary>Picks rows and fills <paramref name="coreset"/>. The caller's rows must stay pinned. O(rows^2 * (dimension + size)).</summary>
    public void Run(SimilarityForm form, RowSource rows, ReadOnlySpan<double> weights, int size, CoresetBuffer coreset)
    {
        _pairs.Load(form, rows);
        Clear(rows.Count, weights);
        double maximum = form.IsRelativeToMaximum ? 0 - _pairs.Lowest : 0, value = 0;
        for (int step = 0; step < size; step++)
        {
            // The maximum cancels in the first pick, and what is covered is not yet anything.
            bool isBare = step == 0 && form.IsRelativeToMaximum;
            int best = Highest(step, isBare);
            double gain = _gains.Pointer[best];
            if (isBare) _covered.Span(_pairs.Stride).Fill(double.NegativeInfinity);
            Cover(_pairs[best], step);
            if (isBare)
            {
                gain = 0;
                for (int i = 0; i < _count; i++) gain += _weights.Pointer[i] * (maximum + _covered.Pointer[i]);
                _highest.Span(_pairs.Stride / Block).Fill(double.PositiveInfinity); // such gains bound no others
            }
            _starts.Pointer[best] = double.NegativeInfinity;
            coreset.Add(best, 0, gain);
            value += gain;
        }
        Describe(coreset, maximum);
        coreset.Report = new SelectionReport(value, coreset.Mass, _evaluations, "none");
    }

    /// <summary>Starts with nothing picked: similarities above 0 count.</summary>
    private void Clear(int count, ReadOnlySpan<double> weights)
    {
        int stride = _pairs.Stride;
        (_count, _evaluations) = (count, 0);
        _weights.Reserve(count);
        if (weights.IsEmpty) _weights.Span(count).Fill(1);
        else weights.CopyTo(_weights.Span(count));
        _covered.Reserve(stride);
        _covered.Span(stride).Clear();
        _owners.Reserve(stride);
        _owners.Span(stride).Clear();
        _starts.Reserve(stride);
        _starts.Span(stride)[..count].Clear();
        _starts.Span(stride)[count..].Fill(double.NegativeInfinity);
        _gains.Reserve(stride);
        _highest.Reserve(stride / Block);
        _highest.Span(stride / Block).Fill(double.PositiveInfinity);
        _steps.Reserve(stride / Block);
        _steps.Span(stride / Block).Fill(-1);
    }

    /// <summary>The candidate of the highest gain, the lowest one on ties.</summary>
    private int Highest(int step, bool isBare)
    {
        int blocks = _pairs.Stride / Block, best;
        while (true)
        {
            best = 0;
            for (int block = 1; block < blocks; block++)
                if (_highest.Pointer[block] > _highest.Pointer[best]) best = block;
            if (_steps.Pointer[best] == step) break;
            Renew(best, step, isBare);
        }
        int candidate = best * Block;
        while (_gains.Pointer[candidate] < _highest.Pointer[best]) candidate++;
        return candidate;
    }

    private void Renew(int block, int step, bool isBare)
    {
        int first = block * Block;
        if (isBare) Sum<Whole>(first);
        else Sum<Gained>(first);
        double highest = double.NegativeInfinity;
        for (int v = first; v < first + Block; v++) highest = Math.Max(highest, _gains.Pointer[v]);
        (_highest.Pointer[block], _steps.Pointer[block]) = (highest, step);
        _evaluations += Math.Min(Block, _count - first);
    }

    /// <summary>
    /// gains[v] = sum over the rows i, in order, of w_i * max(0, s_iv - covered_i), or of w_i * s_iv, for a block of candidates v; minus
    /// infinity if it is picked.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Sum<TTerm>(int v)
        where TTerm : struct, ITerm
    {
        Vector256<double> low = Vector256.Load(_starts.Pointer + v), high = Vector256.Load(_starts.Pointer + v + Lanes);
        double* similarities = _pairs[0] + v, weights = _weights.Pointer, covered = _covered.Pointer;
        int count = _count, stride = _pairs.Stride;
        for (int i = 0; i < count; i++, similarities += stride)
        {
            Vector256<double> weight = Vector256.Create(weights[i]), least = Vector256.Create(covered[i]);
            low += weight * TTerm.Of(Vector256.Load(similarities), least);
            high += weight * TTerm.Of(Vector256.Load(similarities + Lanes), least);
        }
        low.Store(_gains.Pointer + v);
        high.Store(_gains.Pointer + v + Lanes);
    }

    /// <summary>Takes up a pick: rows that are more similar to it than to all before it are its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Cover(double* similarities, int pick)
    {
        for (int i = 0; i < _pairs.Stride; i += Lanes)
        {
            Vector256<double> similarity = Vector256.Load(similarities + i), covered = Vector256.Load(_covered.Pointer + i);
            Vector256<double> more = Vector256.GreaterThan(similarity, covered);
            Vector256.ConditionalSelect(more, similarity, covered).Store(_covered.Pointer + i);
            Vector256.ConditionalSelect(more.AsInt64(), Vector256.Create((long)pick), Vector256.Load(_owners.Pointer + i)).Store(_owners.Pointer + i);
        }
    }

    private void Describe(CoresetBuffer coreset, double maximum)
    {
        coreset.ReserveRows(_count);
        for (int i = 0; i < _count; i++)
        {
            int owner = (int)_owners.Pointer[i];
            (coreset.Assignment[i], coreset.Coverage[i]) = (owner, maximum + _covered.Pointer[i]);
            coreset.Weights[owner] += _weights.Pointer[i];
        }
    }

    /// <summary>What of a similarity counts.</summary>
    private interface ITerm
    {
        static abstract Vector256<double> Of(Vector256<double> similarity, Vector256<double> covered);
    }

    private readonly struct Gained : ITerm
    {
        // The native maximum leaves open which of two zeros it takes, and a sum does not tell.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> similarity, Vector256<double> covered) => Vector256.MaxNative(Vector256<double>.Zero, similarity - covered);
    }

    private readonly struct Whole : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> similarity, Vector256<double> covered) => similarity;
    }
}
