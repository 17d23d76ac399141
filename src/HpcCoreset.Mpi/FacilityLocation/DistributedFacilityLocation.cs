using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Mpi;

/// <summary>
/// <see cref="FacilityLocation"/> of rows that ranks hold, each a part: every rank has what is covered of its own rows, and candidates come
/// to all of them. All ranks ask for the same gains in the same order, since the numbers that decide are the same on all.
/// </summary>
/// <remarks>
/// A gain is the sum of one machine, bit for bit: every rank finds the terms of its own rows at the same time, and the running sum travels along
/// the ranks, in the order of a plain loop over all rows. Bounds are sums of each rank's own, rounded up.
/// </remarks>
internal sealed class DistributedFacilityLocation(Communicator communicator, RankGroup ranks, RankRows rows) : GreedyObjective, IDisposable
{
    private readonly ComparedRows _compared = new(communicator, rows);
    private readonly BatchGains _batch = new();
    private readonly ExactGains _gains = new();
    private readonly BoundSums _sums = new(communicator);
    private readonly DistributedParts _parts = new(communicator, rows);
    private AllPairs? _pairs;
    private double[] _bounds = [];
    private int[] _places = [];
    private int _batchCapacity;
    private bool _isLocal;
    private int _evaluated;
    private int _kept;
    private bool _isEmpty;
    private bool _isShifted;
    private bool _pairsAreCurrent;
    private bool _knowsMaximum;
    private double _maximum;

    public override int Count => rows.Total;

    public override bool BoundsAreGains => false;

    public override int BatchCapacity => _batchCapacity;

    public override string Kernel => _compared.Count > 0 ? _compared.Packed.Kernel.Name : "none";

    public override ILocalGreedy? Local => _isLocal ? _parts : null;

    private AllPairs Pairs => _pairs ??= new AllPairs(communicator, rows, _compared);

    /// <summary>Takes up this rank's rows, which must stay pinned until <see cref="Release"/>. Every rank calls it.</summary>
    public unsafe void Load(FacilityLocationOptions options, PointKernel kernel, RowSource own, ReadOnlySpan<double> weights)
    {
        _compared.Load(options, kernel, own, weights);
        _isLocal = options.LocalPartitions;
        _parts.Load(options, kernel, own, _compared.Coverage.ExactWeights);
        _batchCapacity = options.BatchCapacity > 0 ? options.BatchCapacity : BatchGains.UsualCapacity;
        (_knowsMaximum, _maximum) = (false, 0);
        if (_bounds.Length < Count) _bounds = new double[Count];
        if (_places.Length < _batchCapacity)
        {
            _places = new int[_batchCapacity];
            for (int j = 0; j < _batchCapacity; j++) _places[j] = j;
        }
        if (_compared.Count == 0) return;
        _batch.Reserve(_compared.Packed.Rows, _batchCapacity);
        _gains.Reserve(_compared.Packed.Rows);
    }

    /// <summary>Lets go of the caller's rows.</summary>
    public void Release()
    {
        _compared.Release();
        _parts.Release();
    }

    public void Dispose()
    {
        _compared.Dispose();
        _parts.Dispose();
    }

    /// <inheritdoc/>
    public override void Reset(bool absolute)
    {
        bool isRelative = _compared.Form.IsRelativeToMaximum;
        (_isEmpty, _isShifted, _kept, _evaluated, _pairsAreCurrent) = (true, isRelative && !absolute, -1, -1, false);
        // Below every similarity, so that nothing is cut off; each bound then is too high by the same amount.
        if (isRelative && (_isShifted || !_knowsMaximum)) _compared.Coverage.Clear(-_compared.Farthest);
        if (_isShifted) return;
        if (isRelative) FindMaximum();
        _pairsAreCurrent = false;
        _compared.Coverage.Clear(0 - _maximum);
    }

    /// <inheritdoc/>
    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        _compared.Bring(candidates);
        bounds.Clear();
        if (_compared.HaveWeight)
        {
            _batch.Run(
                _places.AsSpan(0, candidates.Length), bounds, _compared.Packed, _compared.Coverage, _compared.Cache, _compared.Threads, default);
            for (int j = 0; j < bounds.Length; j++) bounds[j] += Shift;
        }
        _sums.Run(bounds);
        Evaluations += candidates.Length;
    }

    /// <inheritdoc/>
    public override bool BoundAll(Span<double> bounds)
    {
        if (_isEmpty && _isShifted && SingletonBounds.Exist(_compared.Form))
        {
            Pairs.RunInClosedForm(bounds);
            return true;
        }
        RunPairs();
        _bounds.AsSpan(0, Count).CopyTo(bounds);
        return true;
    }

    /// <inheritdoc/>
    public override double Gain(int candidate)
    {
        Evaluations++;
        _evaluated = candidate;
        _compared.Bring([candidate]);
        bool isBare = _isEmpty && _isShifted, hasRows = _compared.Count > 0;
        if (hasRows && isBare) _gains.FindFirst(0, _compared.Count, _compared.Exact, default);
        else if (hasRows) _gains.Find(0, _compared.Packed, _compared.Exact, _compared.Coverage, null, _compared.Threads, default);
        double gain = 0;
        ranks.TakeOver(new Span<double>(ref gain));
        if (hasRows) gain = isBare ? _gains.AddFirstTo(gain, _compared.Coverage) : _gains.AddTo(gain, _compared.Coverage);
        ranks.HandOver(new Span<double>(ref gain));
        return gain;
    }

    /// <inheritdoc/>
    public override void Keep()
    {
        _kept = _evaluated;
        _gains.Keep();
    }

    /// <inheritdoc/>
    public override double Add(int candidate, int position, double gain)
    {
        if (_kept != candidate)
        {
            Gain(candidate);
            Keep();
        }
        bool isBare = _isEmpty && _isShifted;
        (_isEmpty, _kept, _pairsAreCurrent) = (false, -1, false);
        // The maximum is missing in what the gain was compared by.
        if (isBare) _compared.Coverage.Clear(double.NegativeInfinity);
        Cover(position);
        if (!isBare) return gain;
        FindMaximum();
        return Covered();
    }

    /// <inheritdoc/>
    public override void Describe(CoresetBuffer coreset)
    {
        Span<double> weights = coreset.Weights.AsSpan(0, coreset.Count);
        ranks.TakeOver(weights);
        _compared.Coverage.Describe(coreset, _maximum);
        ranks.HandOver(weights);
    }

    /// <summary>What this rank's part of a gain over the empty set is too high by where similarities are counted from below the lowest.</summary>
    private double Shift => _isEmpty && _isShifted ? -_compared.Farthest * _compared.Coverage.TotalWeight : 0;

    private unsafe void Cover(int position)
    {
        if (_compared.Count > 0) _compared.Coverage.Add(position, _gains.Best.Rows, _gains.Best.Similarities, _gains.Best.Count);
    }

    /// <summary>What the picks are worth.</summary>
    private unsafe double Covered()
    {
        Coverage coverage = _compared.Coverage;
        double sum = 0;
        ranks.TakeOver(new Span<double>(ref sum));
        for (int i = 0; i < _compared.Count; i++) sum += coverage.ExactWeights[i] * (_maximum + coverage.Exact[i]);
        ranks.HandOver(new Span<double>(ref sum));
        return sum;
    }

    private void RunPairs()
    {
        if (_pairsAreCurrent) return;
        bool findMaximum = _compared.Form.IsRelativeToMaximum && !_knowsMaximum;
        Pairs.Run(_bounds.AsSpan(0, Count), Shift, findMaximum);
        if (findMaximum) (_maximum, _knowsMaximum) = (-Pairs.Lowest, true);
        _pairsAreCurrent = true;
        Evaluations += Count;
    }

    private void FindMaximum()
    {
        if (!_knowsMaximum) RunPairs();
    }
}
