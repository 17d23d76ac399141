using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>A coreset as it is written: of rows that may themselves stand for others.</summary>
/// <param name="Coreset">The coreset.</param>
/// <param name="Index">The number of each pick in the input that the user knows.</param>
/// <param name="Offset">A constant that is added to every cost.</param>
/// <param name="Centroids">What the picks stand with where that is not a row of the user's, row-major; else empty.</param>
internal sealed record PickedRows(CoresetSnapshot Coreset, IReadOnlyList<long> Index, double Offset, IReadOnlyList<float> Centroids)
{
    /// <summary>A coreset of an input.</summary>
    /// <param name="coreset">The coreset.</param>
    /// <param name="data">The input.</param>
    public static PickedRows Of(CoresetSnapshot coreset, InputData data) => new(
        coreset, [.. coreset.Indices.Select(data.NumberOf)], coreset.Offset + data.Offset, CentroidsOf(coreset, data));

    /// <summary>The rows of a summary of cells are centroids themselves, and no rows of what was summarised.</summary>
    private static IReadOnlyList<float> CentroidsOf(CoresetSnapshot coreset, InputData data)
    {
        if (coreset.Centroids.Count > 0 || data.Offset == 0) return coreset.Centroids;
        var centroids = new float[coreset.Count * data.Dimension];
        for (int pick = 0; pick < coreset.Count; pick++)
            data.Rows[coreset.Indices[pick]].CopyTo(centroids.AsSpan(pick * data.Dimension));
        return centroids;
    }
}
