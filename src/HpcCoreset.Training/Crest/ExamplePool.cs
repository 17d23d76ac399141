using System;
using System.IO;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training;

/// <summary>
/// The examples that are not learned yet (CREST, section 4.3): one is dropped for good when every loss recorded of it in a window of steps was
/// small. A class of which too little would remain keeps all.
/// </summary>
/// <param name="labels">One class per example.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="learnedLoss">What losses must stay below.</param>
/// <param name="leastPerClass">Examples that every class keeps, if it has as many.</param>
internal sealed class ExamplePool(int[] labels, int classes, double learnedLoss, int leastPerClass)
{
    private const float NotRecorded = -1;

    private readonly int[] _rows = All(labels.Length);
    private readonly float[] _largest = Unrecorded(labels.Length);
    private readonly bool[] _isDrawn = new bool[labels.Length];
    private readonly int[] _kept = new int[classes];
    private int _count = labels.Length;

    /// <summary>The examples, ascending.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Draws examples without replacement, every subset equally likely, ascending. O(k log k), whatever the pool (Floyd: Bentley, Floyd, CACM 1987).</summary>
    /// <param name="random">The numbers to draw by.</param>
    /// <param name="rows">Receives k of them, at most as many as there are.</param>
    public void Draw(Philox random, Span<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int last = _count - rows.Length + i, place = (int)random.Below((ulong)last + 1, (ulong)i);
            if (_isDrawn[place]) place = last; // cannot have been drawn: it comes in now
            _isDrawn[place] = true;
            rows[i] = place;
        }
        rows.Sort();
        foreach (ref int row in rows)
        {
            _isDrawn[row] = false;
            row = _rows[row];
        }
    }

    /// <summary>Records the loss of an example.</summary>
    /// <param name="row">The example.</param>
    /// <param name="loss">Its loss; what is not a number is not small.</param>
    public void Record(int row, float loss) => _largest[row] = float.IsNaN(loss) ? float.PositiveInfinity : Math.Max(_largest[row], loss);

    /// <summary>Ends a window: drops what was learned in it, and forgets its losses.</summary>
    public void Shrink()
    {
        _kept.AsSpan().Clear();
        foreach (int row in Rows)
            if (!IsLearned(row)) _kept[labels[row]]++;
        int count = 0;
        for (int i = 0; i < _count; i++)
            if (!IsLearned(_rows[i]) || _kept[labels[_rows[i]]] < leastPerClass) _rows[count++] = _rows[i];
        _count = count;
        _largest.AsSpan().Fill(NotRecorded);
    }

    /// <summary>Writes the examples and what was recorded.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        writer.Write(MemoryMarshal.AsBytes(Rows));
        writer.Write(MemoryMarshal.AsBytes(_largest.AsSpan()));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count < 1 || count > labels.Length) throw new FormatException($"found {count} examples of {labels.Length}.");
        _count = count;
        SavedRows.Read(reader, _rows.AsSpan(0, _count), labels.Length);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_largest.AsSpan()));
    }

    private bool IsLearned(int row) => _largest[row] > NotRecorded && _largest[row] < learnedLoss;

    private static int[] All(int count)
    {
        int[] rows = new int[count];
        for (int row = 0; row < count; row++) rows[row] = row;
        return rows;
    }

    private static float[] Unrecorded(int count)
    {
        float[] losses = new float[count];
        losses.AsSpan().Fill(NotRecorded);
        return losses;
    }
}
