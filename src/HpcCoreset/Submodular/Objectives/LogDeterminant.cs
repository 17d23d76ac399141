using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Log-determinant by incremental Cholesky: e_v = (s_jv - sum_t c_tj c_tv) / d_j for a new pick j, then d_v^2 falls by e_v^2. The sums run
/// over the picks in order, all rows side by side.
/// </summary>
internal sealed unsafe class LogDeterminant(Similarity similarity, double gamma, double ridge, int threads) : RowObjective, IChunkedWork
{
    private const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>Rows that a thread takes at a time: their sums stay in the first-level cache while all factors pass by.</summary>
    private const int Block = 512;

    private readonly RowSimilarities _similarities = new(similarity, gamma, threads);
    private readonly PinnedBuffer<double> _column = new();
    private readonly PinnedBuffer<double> _sums = new();
    private readonly PinnedBuffer<double> _remainders = new(); // d_v^2
    private PinnedBuffer<double>[] _factors = []; // c_t for each pick, one number per row
    private int _setSize;
    private int _pick;
    private double _root;

    public override int Count => _similarities.Count;

    public override bool IsMonotone => ridge >= 1;

    public override int BatchCapacity => 64;

    public override void Check(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        RowValidation.CheckRows(points, similarity, nameof(points));
        RefuseWeights(weights, nameof(LogDeterminantObjective));
    }

    public override void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        _similarities.Load(rows, weights, cancellation);
        _column.Reserve(rows.Count);
        _sums.Reserve(rows.Count);
        _remainders.Reserve(rows.Count);
    }

    public override void Release() => _similarities.Release();

    public override void Dispose()
    {
        _similarities.Dispose();
        _factors = [];
        base.Dispose();
    }

    public override void Reset(bool absolute)
    {
        _setSize = 0;
        for (int i = 0; i < Count; i++) _remainders.Pointer[i] = _similarities.Self(i) + ridge;
    }

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        for (int j = 0; j < candidates.Length; j++) bounds[j] = Gain(candidates[j]);
    }

    public override bool BoundAll(Span<double> bounds)
    {
        for (int i = 0; i < bounds.Length; i++) bounds[i] = Gain(i);
        return true;
    }

    public override double Gain(int candidate)
    {
        Evaluations++;
        return MonotoneLogarithm.Of(Math.Max(_remainders.Pointer[candidate], SmallestNormal));
    }

    public override double Add(int candidate, int position, double gain)
    {
        (_pick, _root) = (candidate, Math.Sqrt(_remainders.Pointer[candidate])); // before its own remainder falls
        if (_setSize == _factors.Length)
        {
            Array.Resize(ref _factors, _setSize + 1);
            _factors[_setSize] = new PinnedBuffer<double>();
        }
        _factors[_setSize].Reserve(Count);
        _similarities.Evaluate(candidate, _column.Pointer);
        WorkerTeam.Run(this, (Count + Block - 1) / Block, threads);
        _setSize++;
        return gain;
    }

    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * Block, count = Math.Min(Block, Count - first);
        double* sums = _sums.Pointer + first;
        new Span<double>(sums, count).Clear();
        for (int t = 0; t < _setSize; t++)
            RowArithmetic.Accumulate(_factors[t].Pointer + first, _factors[t].Pointer[_pick], sums, count);
        double* factor = _factors[_setSize].Pointer + first, column = _column.Pointer + first, remainders = _remainders.Pointer + first;
        for (int i = 0; i < count; i++)
        {
            factor[i] = _root > 0 ? (column[i] - sums[i]) / _root : 0; // a pick that spans nothing takes nothing away
            remainders[i] = Math.Max(ridge, remainders[i] - factor[i] * factor[i]);
        }
    }
}
