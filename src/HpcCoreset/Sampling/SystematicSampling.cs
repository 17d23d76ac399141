using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// Systematic sampling: the rows, laid end to end in a given order with their inclusion probabilities as lengths, are picked where a
/// comb of teeth one apart, shifted by one uniform number, hits them (Madow, 1949).
/// </summary>
/// <remarks>
/// Every stretch of the order gets its expected number of picks up to one, so the order stratifies. No row is picked twice. The order is
/// that of strata, of levels of the key within a stratum, and of row numbers within a level, and nothing is sorted for it: two passes
/// over the rows in memory's order, one that adds up the length of every level, and one in which each row takes its place there.
/// </remarks>
internal sealed unsafe class SystematicSampling : IChunkedWork
{
    /// <summary>Levels of all strata together, unless there are more strata: their places and teeth stay in the second-level cache.</summary>
    private const int MostLevels = 1 << 13;

    private const int WordBits = 64;
    private readonly PinnedBuffer<int> _picks = new();
    private readonly PinnedBuffer<ulong> _picked = new();
    private readonly PinnedBuffer<Place> _places = new();
    private readonly PinnedBuffer<ulong> _before = new();
    private readonly PinnedBuffer<ulong> _lengths = new();
    private InclusionProbabilities _probabilities = null!;
    private int* _labels;
    private uint* _keys;
    private uint _levels;
    private Segments _segments;
    private ulong _shift;
    private bool _picking;

    /// <summary>Number of rows picked.</summary>
    public int Count { get; private set; }

    /// <summary>The rows picked, ascending.</summary>
    public ReadOnlySpan<int> Picks => _picks.Span(Count);

    /// <summary>Picks rows. O(rows + picks).</summary>
    /// <param name="probabilities">The inclusion probabilities.</param>
    /// <param name="labels">The stratum of each row.</param>
    /// <param name="strata">Number of strata.</param>
    /// <param name="keys">Where a row belongs in its stratum: a fraction of 2^32.</param>
    /// <param name="place">Where the rows here stand among those of all ranks.</param>
    /// <param name="size">The size that the probabilities were built for.</param>
    /// <param name="random">Where the one random number comes from.</param>
    /// <param name="threads">Threads to use.</param>
    public void Run(
        InclusionProbabilities probabilities, int* labels, int strata, uint* keys, in RowPlace place, int size, in Philox random, int threads)
    {
        int count = place.Count;
        (_probabilities, _levels) = (probabilities, (uint)Math.Max(1, MostLevels / strata));
        _labels = labels;
        _keys = keys;
        int levels = checked(strata * (int)_levels), words = (int)(((long)count + WordBits - 1) / WordBits);
        _segments = new Segments(count, levels);
        _places.Reserve(checked(_segments.Count * levels));
        _picked.Reserve(words);
        _picks.Reserve(Math.Min(size, count));
        _shift = probabilities.FreePicks > 0 ? random.Below(probabilities.FreeShares, 0) : 0;

        _picking = false;
        WorkerTeam.Run(this, _segments.Count, threads);
        LayEndToEnd(levels, place.Ranks);
        _picking = true;
        WorkerTeam.Run(this, _segments.Count, threads);
        Collect(words, Math.Min(size, count));
        _probabilities = null!;
    }

    void IChunkedWork.Execute(int segment)
    {
        Place* places = _places.Pointer + (nint)segment * _segments.Cells;
        (int first, int end) = (_segments.Start(segment), _segments.Start(segment + 1));
        if (_picking) Pick(places, first, end);
        else Measure(places, first, end);
    }

    /// <summary>The sum of the shares of every level's rows in a segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(Place* places, int first, int end)
    {
        int* labels = _labels;
        uint* keys = _keys;
        uint levels = _levels;
        ulong* shares = _probabilities.Shares;
        ulong certainFrom = _probabilities.CertainFrom;
        new Span<Place>(places, _segments.Cells).Clear();
        for (int row = first; row < end; row++)
            if (shares[row] < certainFrom) places[Level(labels[row], keys[row], levels)].Walked += shares[row];
    }

    /// <summary>Where the walk is when it comes to a level's rows in a segment, and the tooth that it finds first from there.</summary>
    private void LayEndToEnd(int levels, RankGroup ranks)
    {
        Span<ulong> lengths = new(_lengths.Reserve(levels), levels), before = new(_before.Reserve(levels), levels);
        lengths.Clear();
        for (int segment = 0; segment < _segments.Count; segment++)
            for (int level = 0; level < levels; level++) lengths[level] += _places.Pointer[(nint)segment * levels + level].Walked;
        lengths.CopyTo(before);
        ranks.SumBefore(before);
        ranks.Sum(lengths);

        int teeth = _probabilities.FreePicks, tooth = 0;
        ulong start = 0, next = Tooth(0);
        for (int level = 0; level < levels; start += lengths[level++])
        {
            ulong walked = start + before[level];
            for (int segment = 0; segment < _segments.Count; segment++)
            {
                ref Place place = ref _places.Pointer[(nint)segment * levels + level];
                ulong length = place.Walked;
                while (next < walked && tooth < teeth) next = Tooth(++tooth);
                place = new Place { Walked = walked, Next = next };
                walked += length;
            }
        }
    }

    /// <summary>The rows of a segment that are certain, or hit by a tooth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pick(Place* places, int first, int end)
    {
        int* labels = _labels;
        uint* keys = _keys;
        uint levels = _levels;
        ulong* shares = _probabilities.Shares;
        ulong certainFrom = _probabilities.CertainFrom;
        for (int row = first; row < end; row += WordBits)
        {
            ulong picked = 0;
            for (int i = row; i < Math.Min(row + WordBits, end); i++)
            {
                ulong share = shares[i];
                if (share < certainFrom)
                {
                    Place* place = places + Level(labels[i], keys[i], levels);
                    ulong walked = place->Walked += share;
                    if (walked <= place->Next) continue;
                    // No two teeth hit one row: a free row is no longer than what is between them.
                    place->Next = FirstTooth(walked);
                }
                picked |= 1UL << (i - row);
            }
            _picked.Pointer[row / WordBits] = picked;
        }
    }

    private void Collect(int words, int most)
    {
        Count = 0;
        for (int word = 0; word < words; word++)
            for (ulong left = _picked.Pointer[word]; left != 0 && Count < most; left &= left - 1)
                _picks.Pointer[Count++] = word * WordBits + BitOperations.TrailingZeroCount(left);
    }

    private static uint Level(int stratum, uint key, uint levels) => (uint)stratum * levels + (uint)((ulong)key * levels >> 32);

    /// <summary>Where a tooth stands: (shift + tooth * free) / teeth, all integers, so that exactly as many rows are hit as there are teeth.</summary>
    private ulong Tooth(int tooth) => tooth >= _probabilities.FreePicks
        ? ulong.MaxValue
        : (ulong)((_shift + (UInt128)_probabilities.FreeShares * (uint)tooth) / (uint)_probabilities.FreePicks);

    /// <summary>The first tooth at or beyond a place.</summary>
    private ulong FirstTooth(ulong place)
    {
        UInt128 from = (UInt128)place * (uint)_probabilities.FreePicks;
        return Tooth(from <= _shift ? 0 : (int)((from - _shift + _probabilities.FreeShares - 1) / _probabilities.FreeShares));
    }

    /// <summary>Of a level's rows in a segment: how far the walk has come, and the next tooth on its way.</summary>
    private struct Place
    {
        public ulong Walked;
        public ulong Next;
    }
}
