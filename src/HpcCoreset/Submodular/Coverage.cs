using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// What the picks so far cover of every row: exactly, and as the float32 numbers that the passes compare with. What counts of a similarity
/// may have a floor and a ceiling of its own for every row.
/// </summary>
internal sealed unsafe class Coverage
{
    private readonly PinnedBuffer<double> _exact = new();
    private readonly PinnedBuffer<float> _lowered = new();
    private readonly PinnedBuffer<float> _weights = new();
    private readonly PinnedBuffer<double> _exactWeights = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<double> _floors = new();
    private readonly PinnedBuffer<double> _exactCeilings = new();
    private readonly PinnedBuffer<float> _ceilings = new();
    private SimilarityForm _form;
    private bool _hasFloors;
    private int _count;
    private int _paddedCount;

    /// <summary>One number per row, in the caller's scale.</summary>
    public double* Exact => _exact.Pointer;

    /// <summary>Per padded row: at most the exact number.</summary>
    public float* Lowered => _lowered.Pointer;

    /// <summary>Per padded row: the weight divided by the largest, rounded up; 0 in the padding.</summary>
    public float* Weights => _weights.Pointer;

    /// <summary>The largest weight: what a sum over <see cref="Weights"/> is multiplied by.</summary>
    public double WeightScale { get; private set; }

    /// <summary>How many weights there are that are not all 1: products with them may vanish in float32.</summary>
    public int WeightedCount { get; private set; }

    /// <summary>The sum of the weights.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>The caller's weights, 1 each if there are none.</summary>
    public double* ExactWeights => _exactWeights.Pointer;

    /// <summary>Whether similarities count up to a ceiling only.</summary>
    public bool HasCeilings { get; private set; }

    /// <summary>One number per row, where there are ceilings: what of a similarity is above it does not count.</summary>
    public double* ExactCeilings => _exactCeilings.Pointer;

    /// <summary>Takes up the weights, none for 1 each, and makes room for rows of a shape.</summary>
    public void Load(SimilarityForm form, int count, int paddedCount, ReadOnlySpan<double> weights)
    {
        (_form, _count, _paddedCount) = (form, count, paddedCount);
        _exact.Reserve(count);
        _lowered.Reserve(paddedCount);
        _weights.Reserve(paddedCount);
        _exactWeights.Reserve(count);
        _owner.Reserve(count);
        (HasCeilings, _hasFloors) = (false, false);
        (WeightScale, TotalWeight, WeightedCount) = (weights.IsEmpty ? 1 : TensorPrimitives.Max(weights), 0, weights.Length);
        for (int i = 0; i < paddedCount; i++)
        {
            double weight = i >= count ? 0 : weights.IsEmpty ? 1 : weights[i];
            _weights.Pointer[i] = weights.IsEmpty || weight == 0 ? (float)weight : MathF.BitIncrement((float)(weight / WeightScale));
            if (i >= count) continue;
            _exactWeights.Pointer[i] = weight;
            TotalWeight += weight;
        }
    }

    /// <summary>Starts with nothing picked: similarities above <paramref name="floor"/> count.</summary>
    public void Clear(double floor)
    {
        _exact.Span(_count).Fill(floor);
        _lowered.Span(_paddedCount).Fill(_form.Lower(floor));
        // Finite, because the padding's weight of 0 must silence it.
        _lowered.Span(_paddedCount)[_count..].Clear();
        _owner.Span(_count).Clear();
        for (int i = 0; _hasFloors && i < _count; i++)
        {
            if (_floors.Pointer[i] <= floor) continue;
            (_exact.Pointer[i], _owner.Pointer[i]) = (_floors.Pointer[i], -1);
            _lowered.Pointer[i] = Lower(i, _floors.Pointer[i]);
        }
    }

    /// <summary>Notes what is covered, times <paramref name="factor"/> and both from <paramref name="zero"/> on, as ceilings.</summary>
    public void NoteCeilings(double factor, double zero)
    {
        double* exact = _exactCeilings.Reserve(_count);
        float* ceilings = _ceilings.Reserve(_paddedCount);
        _ceilings.Span(_paddedCount)[_count..].Clear();
        for (int i = 0; i < _count; i++)
        {
            exact[i] = factor * (_exact.Pointer[i] - zero) + zero;
            ceilings[i] = (float)exact[i] >= exact[i] ? (float)exact[i] : MathF.BitIncrement((float)exact[i]);
        }
    }

    /// <summary>Notes what is covered, times <paramref name="factor"/> and both from <paramref name="zero"/> on, as floors.</summary>
    public void NoteFloors(double factor, double zero)
    {
        double* floors = _floors.Reserve(_count);
        for (int i = 0; i < _count; i++) floors[i] = factor * (_exact.Pointer[i] - zero) + zero;
    }

    /// <summary>Says which of the limits that were noted hold from the next <see cref="Clear"/> on.</summary>
    public void Limit(bool fromFloors, bool toCeilings) => (_hasFloors, HasCeilings) = (fromFloors, toCeilings);

    /// <summary>Cuts bounds of similarities to panels [first, first + count) off at the ceilings, if there are any.</summary>
    /// <param name="similarities">Those of one candidate, one per padded row.</param>
    /// <param name="first">First panel.</param>
    /// <param name="count">Number of panels.</param>
    public void Cap(float* similarities, int first, int count)
    {
        if (!HasCeilings) return;
        var capped = new Span<float>(similarities + (nint)first * RowPanels.Lanes, count * RowPanels.Lanes);
        TensorPrimitives.Min(capped, new ReadOnlySpan<float>(_ceilings.Pointer + (nint)first * RowPanels.Lanes, capped.Length), capped);
    }

    /// <summary>Takes up a pick whose similarities to some rows are given; elsewhere it covers nothing new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int pick, int* rows, double* similarities, int count)
    {
        for (int j = 0; j < count; j++)
        {
            if (similarities[j] <= _exact.Pointer[rows[j]]) continue;
            _exact.Pointer[rows[j]] = similarities[j];
            _lowered.Pointer[rows[j]] = Lower(rows[j], similarities[j]);
            _owner.Pointer[rows[j]] = pick;
        }
    }

    /// <summary>Tells what covers each row, and as weight of a pick the mass of the rows that it covers best, the earlier pick on ties.</summary>
    /// <param name="coreset">Receives it.</param>
    /// <param name="maximum">What similarities are short of in the caller's scale.</param>
    public void Describe(CoresetBuffer coreset, double maximum)
    {
        coreset.ReserveRows(_count);
        for (int i = 0; i < _count; i++)
        {
            int owner = coreset.Count == 0 ? -1 : _owner.Pointer[i];
            (coreset.Assignment[i], coreset.Coverage[i]) = (owner, maximum + _exact.Pointer[i]);
            if (owner >= 0) coreset.Weights[owner] += _exactWeights.Pointer[i];
        }
    }

    /// <summary>At a row's ceiling nothing is left to gain, rounding included.</summary>
    private float Lower(int row, double covered) =>
        HasCeilings && covered >= _exactCeilings.Pointer[row] ? _ceilings.Pointer[row] : _form.Lower(covered);
}
