using System;
using System.IO;
using System.Runtime.InteropServices;

namespace HpcCoreset.Training;

/// <summary>Numbers of examples in what a trainer saved.</summary>
internal static class SavedRows
{
    /// <summary>Reads them.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="rows">Receives them.</param>
    /// <param name="count">Examples that there are.</param>
    /// <exception cref="FormatException">One is none of these.</exception>
    public static void Read(BinaryReader reader, Span<int> rows, int count)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rows));
        foreach (int row in rows)
            if ((uint)row >= (uint)count) throw new FormatException($"found example {row} of {count}.");
    }

    /// <summary>Reads the weights of examples.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="weights">Receives them.</param>
    /// <exception cref="FormatException">One is not finite, or below 0.</exception>
    public static void ReadWeights(BinaryReader reader, Span<float> weights)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights));
        foreach (float weight in weights)
            if (!(weight >= 0 && float.IsFinite(weight))) throw new FormatException(FormattableString.Invariant($"found weight {weight}."));
    }
}
