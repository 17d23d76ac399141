using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Streaming;

/// <summary>A set that takes every row whose gain is at least a threshold, until it is full.</summary>
internal sealed unsafe class Sieve
{
    private readonly SampleCoverage _coverage = new();
    private int[] _members = [];
    private int[] _taken = [];

    /// <summary>What a row has to gain.</summary>
    public double Threshold { get; private set; }

    /// <summary>The places of the rows in the set.</summary>
    public ReadOnlySpan<int> Members => _members.AsSpan(0, Count);

    /// <summary>Rows in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Which of the rows offered last were taken, by their numbers.</summary>
    public ReadOnlySpan<int> Taken => _taken.AsSpan(0, TakenCount);

    /// <summary>How many of the rows offered last were taken.</summary>
    public int TakenCount { get; private set; }

    /// <summary>What the set is worth.</summary>
    public double Value { get; private set; }

    /// <summary>Starts empty.</summary>
    public void Start(double threshold, int size, int sampleRows, PinnedBuffer<float> weights)
    {
        (Threshold, Count, TakenCount, Value) = (threshold, 0, 0, 0);
        if (_members.Length < size) (_members, _taken) = (new int[size], new int[SampleSimilarities.Together]);
        _coverage.Clear(sampleRows, weights);
    }

    /// <summary>Looks at rows one after the other, by their similarities to the sample.</summary>
    public void Offer(float* similarities, int stride, int count, double* singles)
    {
        TakenCount = 0;
        for (int j = 0; j < count && Count + TakenCount < _members.Length; j++)
        {
            if (singles[j] < Threshold) continue; // more than it could gain over any set
            double gain = _coverage.Gain(similarities + (nint)j * stride);
            if (gain < Threshold) continue;
            _coverage.Add(similarities + (nint)j * stride);
            _taken[TakenCount++] = j;
            Value += gain;
        }
    }

    /// <summary>Says in which place a row that was taken is held.</summary>
    public void Keep(int place) => _members[Count++] = place;

    /// <summary>Another row has come into the sample; the set covers of it the similarity to the nearest member.</summary>
    public void Replace(int row, float* similarities)
    {
        float covered = 0;
        foreach (int member in Members) covered = Math.Max(covered, similarities[member]);
        _coverage.Covered[row] = covered;
    }

    /// <summary>Sums up what the set is worth on the sample as it is now.</summary>
    public void Weigh() => Value = _coverage.Value();
}
