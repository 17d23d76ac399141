using System;

namespace HpcCoreset;

/// <summary>
/// Rows that a selection is about beside those it picks from, all of the same dimension: what picks stand for, what they shall be like and
/// what they shall not repeat. The default is none: the rows stand for themselves.
/// </summary>
/// <remarks>
/// With s the <see cref="Similarity"/>, i the represented rows, A the picks, Q the query and P the private rows (Iyer et al., "Submodular
/// combinatorial information measures with applications in machine learning", ALT 2021; similarities below 0 count as 0): with a query the
/// objective is the mutual information sum_i min(max_A s, eta max_Q s), with private rows the conditional gain
/// sum_i max(0, max_A s - nu max_P s), with both sum_i max(0, min(max_A s, eta max_Q s) - nu max_P s). Under
/// <see cref="FacilityLocationOptions.RepresentQuery"/> it is sum over the query of max_A s, plus eta times the sum over A of max_Q s.
/// </remarks>
public readonly ref struct ReferenceRows
{
    /// <summary>The rows that the picks stand for; without rows the candidates themselves.</summary>
    public Points Represented { get; init; }

    /// <summary>What the picks shall be like: a represented row counts as far as it is like one of these. Without rows every row counts in full.</summary>
    public Points Query { get; init; }

    /// <summary>What is there already and gains nothing: a represented row counts as far as no row of these is like it.</summary>
    public Points Private { get; init; }

    /// <summary>Refuses rows that the similarity is not defined for, or of another dimension than the candidates, and what does not go together.</summary>
    /// <exception cref="ArgumentException">There are such rows; the message says where.</exception>
    internal void Check(FacilityLocationOptions options, int dimension)
    {
        Check(Represented, options.Similarity, dimension, "references.Represented");
        Check(Query, options.Similarity, dimension, "references.Query");
        Check(Private, options.Similarity, dimension, "references.Private");
        if (options.Neighbours > 0 && (Query.Count > 0 || Private.Count > 0))
            throw new ArgumentException(
                $"references: found {Query.Count} rows of a query and {Private.Count} private ones; with options.Neighbours none are allowed.");
        if (!options.RepresentQuery) return;
        if (Query.Count == 0) throw new ArgumentException("references.Query: found no rows; options.RepresentQuery asks for picks that stand for them.");
        if (Represented.Count > 0)
            throw new ArgumentException($"references.Represented: found {Represented.Count} rows; under options.RepresentQuery picks stand for the query.");
    }

    private static void Check(Points rows, Similarity similarity, int dimension, string argument)
    {
        if (rows.Count == 0) return;
        if (rows.Dimension != dimension)
            throw new ArgumentException($"{argument}: found rows of dimension {rows.Dimension}; allowed is that of points, {dimension}.", argument);
        RowValidation.CheckRows(rows, similarity, argument);
    }
}
