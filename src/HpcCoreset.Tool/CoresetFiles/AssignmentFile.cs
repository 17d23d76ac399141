using System.Collections.Generic;
using System.IO;
using CsvHelper;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>Which pick covers each row, and how well: text with the header <c>index,pick,similarity</c>.</summary>
internal static class AssignmentFile
{
    /// <summary>What stands for a pick where a row that was picked already covers best.</summary>
    private const long None = -1;

    /// <summary>Writes the assignment of a coreset that has one.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="coreset">The coreset.</param>
    /// <param name="rows">The number of each row in the input that the user knows.</param>
    public static void Write(Stream stream, PickedRows coreset, IReadOnlyList<long> rows)
    {
        using CsvWriter csv = DelimitedWriter.To(stream);
        csv.WriteHeader("index", "pick", "similarity");
        for (int row = 0; row < coreset.Coreset.Assignment.Count; row++)
        {
            int position = coreset.Coreset.Assignment[row];
            csv.WriteField(rows.Count == 0 ? row : rows[row]);
            csv.WriteField(position < 0 ? None : coreset.Index[position]);
            csv.WriteField(coreset.Coreset.Coverage[row], "R");
            csv.EndRecord();
        }
    }
}
