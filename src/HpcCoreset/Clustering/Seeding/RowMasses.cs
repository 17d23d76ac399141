using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>What a row is drawn in proportion to.</summary>
internal interface IRowMass
{
    /// <summary>At least 0.</summary>
    double this[int row] { get; }
}

/// <summary>Weight times distance.</summary>
internal readonly unsafe struct WeightedDistances(double* weights, double* distances) : IRowMass
{
    public double this[int row] => weights[row] * distances[row];
}

/// <summary>Sums of the masses of rows by chunk, to draw a row in proportion to its mass: first the chunk, then the row in it.</summary>
/// <remarks>The sums are added in index order, so no number depends on the number of threads.</remarks>
internal sealed unsafe class RowMasses
{
    private readonly PinnedBuffer<double> _sums = new();
    private WeightedRows _rows = null!;
    private ulong[] _ends = [];
    private double _before;

    /// <summary>The sum of each chunk's masses, to be filled by who draws.</summary>
    public double* Sums => _sums.Pointer;

    /// <summary>The sum of all masses, and whose draws are whose, with the chunks' sums as they are now. Every rank calls it.</summary>
    public double AddUp()
    {
        double sum = 0;
        bool any = false;
        _rows.Ranks.TakeOver(new Span<double>(ref sum));
        _before = sum;
        for (int chunk = 0; chunk < _rows.ChunkCount; chunk++)
        {
            sum += Sums[chunk];
            any |= Sums[chunk] > 0;
        }
        double end = any ? sum : double.NaN; // which is never passed
        _rows.Ranks.HandOver(new Span<double>(ref sum));
        _rows.Ranks.Collect(BitConverter.DoubleToUInt64Bits(end), _ends);
        return sum;
    }

    /// <summary>Makes room for the sums of some rows.</summary>
    public void Reserve(WeightedRows rows)
    {
        _rows = rows;
        _sums.Reserve(rows.ChunkCount);
        if (_ends.Length != rows.Ranks.Count) _ends = new ulong[rows.Ranks.Count];
    }

    /// <summary>Forgets the rows.</summary>
    public void Release() => _rows = null!;

    /// <summary>The rank whose row is drawn: where the running sum passes <paramref name="target"/>, else the last that has any mass.</summary>
    public int Owner(double target)
    {
        int owner = 0;
        for (int rank = 0; rank < _ends.Length; rank++)
        {
            double end = BitConverter.UInt64BitsToDouble(_ends[rank]);
            if (double.IsNaN(end)) continue;
            owner = rank;
            if (end > target) break;
        }
        return owner;
    }

    /// <summary>
    /// The row at which the running sum of masses passes <paramref name="target"/>, which is at least 0 and below the total; on the rank
    /// that is its <see cref="Owner"/>, by its number there.
    /// </summary>
    public int Draw<TMass>(double target, TMass masses)
        where TMass : struct, IRowMass
    {
        // Rounding may leave the target beyond the end of the last chunk or row that has any mass; then that one is meant.
        (int chunk, double before) = (0, _before);
        for (int c = 0; c < _rows.ChunkCount; c++)
        {
            if (!(Sums[c] > 0)) continue;
            chunk = c;
            if (before + Sums[c] > target) break;
            before += Sums[c];
        }
        (int first, int count) = _rows.Chunk(chunk);
        int drawn = first;
        for (int row = first; row < first + count; row++)
        {
            double mass = masses[row];
            if (!(mass > 0)) continue;
            drawn = row;
            before += mass;
            if (before > target) break;
        }
        return drawn;
    }
}
