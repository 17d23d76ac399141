using System;
using System.Linq;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Rows, perhaps weights, and perhaps other rows to pick from.</summary>
internal sealed record Instance(string Name, float[][] Rows, double[]? Weights = null)
{
    /// <summary>The rows to pick from, if they are not those to be represented.</summary>
    public float[][]? Candidates { get; init; }

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
        };
    }

    /// <summary>What a selector makes of it.</summary>
    public CoresetSnapshot Select(FacilityLocationOptions options)
    {
        using var selector = new FacilityLocationSelector(options);
        var rows = new Points(Values, Dimension);
        if (Candidates == null) return selector.Select(rows, Weights).ToOwned();
        float[] candidates = [.. Candidates.SelectMany(row => row)];
        return selector.Select(new Points(candidates, Dimension), new ReferenceRows { Represented = rows }, Weights).ToOwned();
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Count} x {Dimension}{(Weights == null ? "" : ", weighted")}{(Candidates == null ? "" : $", {Candidates.Length} candidates")}");
}
