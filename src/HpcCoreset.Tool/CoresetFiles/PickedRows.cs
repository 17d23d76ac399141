using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>A coreset as it is written: of rows that may themselves stand for others.</summary>
/// <param name="Coreset">The coreset.</param>
/// <param name="Index">The number of each pick in the input that the user knows.</param>
/// <param name="Offset">A constant that is added to every cost.</param>
internal sealed record PickedRows(CoresetSnapshot Coreset, IReadOnlyList<long> Index, double Offset)
{
    /// <summary>A coreset of an input.</summary>
    /// <param name="coreset">The coreset.</param>
    /// <param name="data">The input.</param>
    public static PickedRows Of(CoresetSnapshot coreset, InputData data) => new(
        coreset, [.. coreset.Indices.Select(row => data.Ids.Length == 0 ? row : data.Ids[row])], coreset.Offset + data.Offset);
}
