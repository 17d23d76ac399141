using System;

namespace HpcCoreset;

/// <summary>Rows that a selection is about beside those it picks from. The default is none: the rows represent themselves.</summary>
public readonly ref struct ReferenceRows
{
    /// <summary>The rows that the picks stand for, of the candidates' dimension; without rows the candidates themselves.</summary>
    public Points Represented { get; init; }

    /// <summary>Refuses rows that the similarity is not defined for, or of another dimension than the candidates.</summary>
    /// <exception cref="ArgumentException">There are such rows; the message says where.</exception>
    internal void Check(Similarity similarity, int dimension) => Check(Represented, similarity, dimension, "references.Represented");

    private static void Check(Points rows, Similarity similarity, int dimension, string argument)
    {
        if (rows.Count == 0) return;
        if (rows.Dimension != dimension)
            throw new ArgumentException($"{argument}: found rows of dimension {rows.Dimension}; allowed is that of points, {dimension}.", argument);
        RowValidation.CheckRows(rows, similarity, argument);
    }
}
