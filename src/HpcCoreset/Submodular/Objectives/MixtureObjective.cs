using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Several objectives at once: sum_m a_m f_m(A) with weights a_m of at least 0 (Lin, Bilmes, UAI 2012). Apricot: <c>MixtureSelection</c>.
/// </summary>
/// <remarks>
/// Monotone and submodular if all parts are; costs what they cost together. Values count as they are: a part of large values hides the
/// others, so weigh by what each reaches alone. Row weights go to every part, and one that has none refuses them. A pick stands for what it
/// stands for in the first part. How good a candidate is by itself needs no part: <see cref="GreedyTerms.Scores"/>.
/// </remarks>
public sealed record MixtureObjective : Objective
{
    /// <summary>The parts, at least one, each with a finite weight of at least 0.</summary>
    public required IReadOnlyList<WeightedObjective> Parts { get; init; }

    internal override bool CountsBits => Parts.Any(part => part.Objective.CountsBits);

    internal override int LeastDimension => Parts.Max(part => part.Objective.LeastDimension);

    internal override IRowObjective Create(GreedyOptions options) =>
        new Mixture([.. Parts.Select(part => part.Weight)], [.. Parts.Select(part => part.Objective.Create(options))]);

    internal override void Check(string argument)
    {
        ArgumentNullException.ThrowIfNull(Parts, $"{argument}.Parts");
        if (Parts.Count == 0) throw new ArgumentException($"{argument}.Parts: found no part; at least 1 is needed.", $"{argument}.Parts");
        for (int m = 0; m < Parts.Count; m++)
        {
            string part = $"{argument}.Parts[{m}]";
            ArgumentNullException.ThrowIfNull(Parts[m].Objective, $"{part}.Objective");
            if (!(Parts[m].Weight >= 0 && double.IsFinite(Parts[m].Weight)))
                throw new ArgumentOutOfRangeException($"{part}.Weight", Parts[m].Weight, $"{part}.Weight: allowed are finite numbers of at least 0.");
            Parts[m].Objective.Check($"{part}.Objective");
        }
    }
}
