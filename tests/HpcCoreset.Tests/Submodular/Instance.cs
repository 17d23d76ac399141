using System;
using System.Linq;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Rows, perhaps weights, and how many to pick.</summary>
internal sealed record Instance(string Name, float[][] Rows, double[]? Weights = null)
{
    public int Count => Rows.Length;

    public int Dimension => Rows[0].Length;

    public float[] Values => [.. Rows.SelectMany(row => row)];

    /// <summary>Without the rows that a similarity refuses: those without a direction.</summary>
    public Instance For(Similarity similarity)
    {
        bool[] keep = [.. Rows.Select(row => similarity switch
        {
            Similarity.Cosine or Similarity.CosineSquared => row.Any(value => value != 0),
            Similarity.CorrelationSquared => row.Any(value => value != row[0]),
            _ => true,
        })];
        return keep.All(kept => kept) ? this : this with
        {
            Rows = [.. Rows.Where((_, i) => keep[i])],
            Weights = Weights == null ? null : [.. Weights.Where((_, i) => keep[i])],
        };
    }

    /// <summary>What a selector makes of it.</summary>
    public CoresetSnapshot Select(FacilityLocationOptions options)
    {
        using var selector = new FacilityLocationSelector(options);
        return selector.Select(new Points(Values, Dimension), Weights).ToOwned();
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Count} x {Dimension}{(Weights == null ? "" : ", weighted")}");
}
