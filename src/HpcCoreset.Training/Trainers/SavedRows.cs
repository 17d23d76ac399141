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
}
