using System;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Streaming;

/// <summary>
/// Facility location of the sample by rows that are held and by those of the sample itself, in float32. What a row of the sample covers of
/// itself does not count: it says nothing of the rows that the sample stands for, and would be worth more than most of what does.
/// </summary>
internal sealed unsafe class HeldLocations : GreedyObjective
{
    private readonly SampleSimilarities _similarities = new();
    private readonly SampleCoverage _coverage = new();
    private readonly PinnedBuffer<float> _weights = new();
    private PackedCandidates _sample = null!;
    private int[] _owner = [];
    private int _threads;
    private double _share;

    public override int Count => Held + _sample.Rows.Count;

    /// <summary>The rows that are held have the first numbers, those of the sample the next.</summary>
    private int Held => _sample.Candidates.Rows.Count;

    public override int BatchCapacity => SampleSimilarities.Together;

    public override string Kernel => _sample.Kernel.Name;

    /// <summary>Takes up the sample with the candidates packed to its origin.</summary>
    /// <param name="sample">Both.</param>
    /// <param name="share">The rows that a row of the sample stands for.</param>
    /// <param name="threads">Threads to use.</param>
    public void Load(PackedCandidates sample, double share, int threads)
    {
        (_sample, _share, _threads) = (sample, share, threads);
        _similarities.Reserve(sample.Rows.PaddedCount, sample.Rows.Dimension);
        SampleCoverage.Fill(_weights, sample.Rows.Count);
        if (_owner.Length < sample.Rows.Count) _owner = new int[sample.Rows.Count];
    }

    public override void Reset(bool absolute)
    {
        _coverage.Clear(_sample.Rows.Count, _weights);
        _owner.AsSpan(0, _sample.Rows.Count).Clear();
    }

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        Evaluations += candidates.Length;
        float* similarities = Similarities(candidates);
        for (int j = 0; j < candidates.Length; j++) bounds[j] = _share * _coverage.Gain(similarities + (nint)j * _sample.Rows.PaddedCount);
    }

    public override double Gain(int candidate)
    {
        double gain = 0;
        Bounds(new ReadOnlySpan<int>(in candidate), new Span<double>(ref gain));
        return gain;
    }

    public override double Add(int candidate, int position, double gain)
    {
        float* similarities = Similarities(new ReadOnlySpan<int>(in candidate));
        Span<float> covered = _coverage.Covered;
        for (int i = 0; i < covered.Length; i++)
            if (similarities[i] > covered[i]) _owner[i] = position;
        _coverage.Add(similarities);
        return gain;
    }

    public override void Describe(CoresetBuffer coreset)
    {
        for (int i = 0; i < _sample.Rows.Count; i++) coreset.Weights[_owner[i]] += _share;
    }

    private float* Similarities(ReadOnlySpan<int> candidates)
    {
        for (int j = 0; j < candidates.Length; j++)
            if (candidates[j] < Held) _similarities.Take(_sample.Candidates, candidates[j], j);
            else _similarities.Take(_sample, candidates[j] - Held, j);
        float* similarities = _similarities.Run(_sample, candidates.Length, _threads);
        for (int j = 0; j < candidates.Length; j++)
            if (candidates[j] >= Held) similarities[(nint)j * _sample.Rows.PaddedCount + candidates[j] - Held] = 0;
        return similarities;
    }
}
