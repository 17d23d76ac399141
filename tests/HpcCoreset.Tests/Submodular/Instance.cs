using System;
using System.Linq;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Rows, perhaps weights, and perhaps other rows to pick from.</summary>
internal sealed record Instance(string Name, float[][] Rows, double[]? Weights = null)
{
    /// <summary>The rows to pick from, if they are not those to be represented.</summary>
    public float[][]? Candidates { get; init; }

    /// <summary>What picks shall be like.</summary>
    public float[][] Query { get; init; } = [];

    /// <summary>What picks shall not repeat.</summary>
    public float[][] Private { get; init; } = [];

    public double Eta { get; init; } = 1;

    public double Nu { get; init; } = 1;

    /// <summary>Whether the rows are the query, and candidates count for being like them.</summary>
    public bool IsQuery { get; init; }

    public int Count => Rows.Length;

    public int Dimension => Rows[0].Length;

    public float[] Values => [.. Rows.SelectMany(row => row)];

    /// <summary>Without the rows that a similarity refuses: those without a direction.</summary>
    public Instance For(Similarity similarity)
    {
        bool Keeps(float[] row) => similarity switch
        {
            Similarity.Cosine or Similarity.CosineSquared => row.Any(value => value != 0),
            Similarity.CorrelationSquared => row.Any(value => value != row[0]),
            _ => true,
        };
        return this with
        {
            Rows = [.. Rows.Where(Keeps)],
            Weights = Weights == null ? null : [.. Weights.Where((_, i) => Keeps(Rows[i]))],
            Candidates = Candidates == null ? null : [.. Candidates.Where(Keeps)],
            Query = [.. Query.Where(Keeps)],
            Private = [.. Private.Where(Keeps)],
        };
    }

    /// <summary>What a selector makes of it.</summary>
    public CoresetSnapshot Select(FacilityLocationOptions options)
    {
        using var selector = new FacilityLocationSelector(options with { Eta = Eta, Nu = Nu, RepresentQuery = IsQuery });
        var rows = new Points(Values, Dimension);
        if (Candidates == null && Query.Length + Private.Length == 0) return selector.Select(rows, Weights).ToOwned();
        var candidates = new Points([.. (Candidates ?? Rows).SelectMany(row => row)], Dimension);
        var references = new ReferenceRows
        {
            Represented = Candidates == null || IsQuery ? default : rows,
            Query = IsQuery ? rows : new Points([.. Query.SelectMany(row => row)], Dimension),
            Private = new Points([.. Private.SelectMany(row => row)], Dimension),
        };
        return selector.Select(candidates, references, Weights).ToOwned();
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Count} x {Dimension}{(Weights == null ? "" : ", weighted")}")
        + FormattableString.Invariant($"{(Candidates == null ? "" : $", {Candidates.Length} candidates")}{(IsQuery ? $" by {Eta}" : "")}")
        + FormattableString.Invariant($"{(Query.Length == 0 ? "" : $", like {Query.Length} by {Eta}")}{(Private.Length == 0 ? "" : $", unlike {Private.Length} by {Nu}")}");
}
