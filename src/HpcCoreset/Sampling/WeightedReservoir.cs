using System;
using System.IO;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// A weighted sample without replacement from a stream, of fixed size and with the least possible variance: VarOpt (Cohen, Duffield,
/// Kaplan, Lund, Thorup: Stream sampling for variance-optimal estimation of subset sums. SODA 2009).
/// </summary>
/// <remarks>
/// <para>
/// With the threshold t that solves sum of min(1, w / t) = size, an item is kept with probability min(1, w / t) and then stands for
/// max(w, t): unbiased for every subset, and what is kept adds up to the weight of all that was added. The threshold is that of the
/// items, not of chance: no order of them changes it, up to rounding.
/// </para>
/// <para>
/// The reservoir keeps numbers and weights only; <see cref="Add"/> names the slot that the caller's own data of the item goes to. Items
/// above the threshold wait in a heap, lightest first, so an addition costs O(log size) amortised, and O(1) for most items of a long
/// stream. Allocates in the constructor and in <see cref="Load"/> only. One random number decides who leaves, and one which of the old light items, so the same
/// additions give the same sample.
/// </para>
/// </remarks>
internal sealed class WeightedReservoir
{
    private readonly Philox _random;
    private readonly long[] _ids;
    private readonly double[] _weights;
    private readonly IndexedHeap _heavy = new(); // by the negated weight
    private readonly int[] _light;
    private int _lightCount;
    private ulong _decided;

    // The weight of all that was ever light: a sum and what rounding has taken from it, or a long stream of light items would vanish.
    private double _lightSum;
    private double _lightRest;

    /// <summary>An empty reservoir.</summary>
    /// <param name="capacity">Most items to keep, at least 1.</param>
    /// <param name="random">Where the random numbers come from; reservoirs to be merged need different streams.</param>
    public WeightedReservoir(int capacity, Philox random)
    {
        _random = random;
        _ids = new long[capacity];
        _weights = new double[capacity];
        _light = new int[capacity];
        _heavy.Reserve(capacity);
    }

    /// <summary>Most items that are kept.</summary>
    public int Capacity => _ids.Length;

    /// <summary>Items that are kept: they have slots 0 to this - 1.</summary>
    public int Count => _heavy.Count + _lightCount;

    /// <summary>What an item stands for that is lighter; 0 as long as everything is kept.</summary>
    public double Threshold => _lightCount == 0 ? 0 : LightTotal / _lightCount;

    /// <summary>The number of the item in a slot.</summary>
    public long Id(int slot) => _ids[slot];

    /// <summary>The weight that the item in a slot stands for.</summary>
    public double Weight(int slot) => Math.Max(_weights[slot], Threshold);

    /// <summary>Adds an item.</summary>
    /// <param name="id">Its number, whatever it means.</param>
    /// <param name="weight">Its weight: finite, at least 0.</param>
    /// <returns>The slot that it has got, whose item is gone; -1 if it is not kept, as no item of weight 0 is.</returns>
    public int Add(long id, double weight)
    {
        if (!(weight > 0)) return -1;
        if (Count == Capacity) return Replace(id, weight);
        int slot = Count;
        (_ids[slot], _weights[slot]) = (id, weight);
        _heavy.Push(-_weights[slot], slot);
        return slot;
    }

    /// <summary>Adds what another reservoir has kept, for what it stands for: a sample of both streams (Cohen et al., lemma 4).</summary>
    /// <param name="other">The other reservoir; it stays as it is.</param>
    /// <param name="origins">Receives for each slot of this the slot of <paramref name="other"/> that its item came from, or -1.</param>
    public void Merge(WeightedReservoir other, Span<int> origins)
    {
        origins[..Capacity].Fill(-1);
        for (int from = 0; from < other.Count; from++)
        {
            int slot = Add(other._ids[from], other.Weight(from));
            if (slot >= 0) origins[slot] = from;
        }
    }

    /// <summary>Writes everything that later additions depend on.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(_lightCount);
        writer.Write(_lightSum);
        writer.Write(_lightRest);
        writer.Write(_decided);
        for (int slot = 0; slot < Count; slot++)
        {
            writer.Write(_ids[slot]);
            writer.Write(_weights[slot]);
        }
        for (int i = 0; i < _lightCount; i++) writer.Write(_light[i]);
    }

    /// <summary>Becomes what a reservoir of the same capacity was when it was written.</summary>
    /// <exception cref="InvalidDataException">No reservoir of this capacity has written that.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public void Load(BinaryReader reader)
    {
        (int count, int lights) = (reader.ReadInt32(), reader.ReadInt32());
        if (count < 0 || count > Capacity || lights < 0 || lights > count || (lights > 0 && count < Capacity))
            throw new InvalidDataException($"found {count} items, {lights} of them light, in a reservoir for {Capacity}.");
        (_lightSum, _lightRest, _decided) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadUInt64());
        if (!double.IsFinite(_lightSum) || !double.IsFinite(_lightRest) || LightTotal > 0 != lights > 0)
            throw new InvalidDataException($"found a weight of {LightTotal} for {lights} light items.");
        for (int slot = 0; slot < count; slot++)
        {
            (_ids[slot], _weights[slot]) = (reader.ReadInt64(), reader.ReadDouble());
            if (!(_weights[slot] > 0 && double.IsFinite(_weights[slot])))
                throw new InvalidDataException($"found a weight of {_weights[slot]} in slot {slot}; allowed are finite values above 0.");
        }
        var isLight = new bool[count];
        for (int i = 0; i < lights; i++)
        {
            int slot = _light[i] = reader.ReadInt32();
            if (slot < 0 || slot >= count || isLight[slot])
                throw new InvalidDataException($"found slot {slot} among the light ones twice, or outside of 0 to {count - 1}.");
            isLight[slot] = true;
        }
        _lightCount = lights;
        _heavy.Clear();
        for (int slot = 0; slot < count; slot++)
            if (!isLight[slot]) _heavy.Push(-_weights[slot], slot);
    }

    private double LightTotal => _lightSum + _lightRest;

    /// <summary>One of the items so far and the new one goes, with probability 1 - w / t each.</summary>
    private int Replace(long id, double weight)
    {
        bool isHeavy = weight > Threshold;
        int old = _lightCount, candidates = old;
        if (!isHeavy)
        {
            candidates++;
            AddLight(weight);
        }
        // The threshold of the candidates so far, total / (candidates - 1), only falls when one joins that is below it.
        while (true)
        {
            double lightest = _heavy.Count > 0 ? -_heavy.PeekKey : double.PositiveInfinity;
            bool isNew = isHeavy && weight <= lightest;
            double next = isNew ? weight : lightest;
            if (!(next * (candidates - 1) < LightTotal)) break;
            candidates++;
            AddLight(next);
            if (isNew) isHeavy = false;
            else _light[_lightCount++] = _heavy.PopTop();
        }
        double threshold = LightTotal / (candidates - 1);
        int leaving = Leaving(old, isHeavy ? double.PositiveInfinity : weight, threshold);
        if (leaving < 0) return -1;
        int slot = _light[leaving];
        (_ids[slot], _weights[slot]) = (id, weight);
        if (!isHeavy) return slot;
        _light[leaving] = _light[--_lightCount];
        _heavy.Push(-_weights[slot], slot);
        return slot;
    }

    /// <summary>Where in <see cref="_light"/> the item is that goes; -1 for the new one.</summary>
    private int Leaving(int old, double weight, double threshold)
    {
        ulong decision = _decided++;
        double left = _random.Double(2 * decision);
        if ((left -= Excess(weight, threshold)) < 0) return -1;
        for (int i = old; i < _lightCount; i++)
            if ((left -= Excess(_weights[_light[i]], threshold)) < 0) return i;
        // The old light ones share the rest alike. Without any, only rounding leads here.
        return old == 0 ? _lightCount - 1 : (int)_random.Below((ulong)old, 2 * decision + 1);
    }

    private static double Excess(double weight, double threshold) => Math.Max(0, 1 - weight / threshold);

    /// <summary>Knuth's exact sum of two (The Art of Computer Programming 2, section 4.2.2); what it drops is summed on its own.</summary>
    private void AddLight(double weight)
    {
        double sum = _lightSum + weight, taken = sum - _lightSum;
        _lightRest += _lightSum - (sum - taken) + (weight - taken);
        _lightSum = sum;
    }
}
