using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>What results say about a hypothesis in a cell.</summary>
/// <param name="Hypothesis">The hypothesis.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Difference">In points of accuracy, by seed.</param>
internal sealed record StudyVerdict(StudyHypothesis Hypothesis, StudyCell Cell, PairedDifference Difference)
{
    /// <summary>The exact p-value of <see cref="PairedDifference.SignFlipP"/>.</summary>
    public double P { get; } = Difference.SignFlipP();

    /// <summary>The same by Holm, over all hypotheses in all cells of the plan.</summary>
    public double AdjustedP { get; private init; }

    /// <summary>
    /// equivalent, where the difference is shown to be smaller than the margin, whatever its sign; otherwise better or worse, where it is shown not
    /// to be zero; otherwise undecided.
    /// </summary>
    public string Word { get; private init; } = "";

    /// <summary>All verdicts, hypothesis by hypothesis; none where there are fewer than two pairs.</summary>
    public static IReadOnlyList<StudyVerdict> All(StudyPlan plan, IReadOnlyList<StudyRecord> records)
    {
        StudyVerdict[] verdicts =
        [
            .. from hypothesis in plan.Hypotheses
               from cell in plan.Cells
               select new StudyVerdict(hypothesis, cell, Between(plan.Arm(hypothesis.Arm), plan.Arm(hypothesis.Against), cell, records)),
        ];
        // Those without pairs yet count as well, with p = 1, or an early look would be corrected for less.
        double[] adjusted = PairedDifference.Holm([.. verdicts.Select(verdict => verdict.P)]);
        return
        [
            .. verdicts.Zip(adjusted, (verdict, p) => verdict with { AdjustedP = p, Word = WordOf(plan, verdict.Difference, p) })
                .Where(verdict => verdict.Difference.Count > 1),
        ];
    }

    /// <summary>One arm's accuracies minus another's, for the seeds that both have.</summary>
    public static PairedDifference Between(StudyArm arm, StudyArm against, StudyCell cell, IReadOnlyList<StudyRecord> records) =>
        new([.. records.Where(record => record.IsOf(cell, arm)).Join(
            records.Where(record => record.IsOf(cell, against)), own => own.Seed, other => other.Seed, (own, other) => own.Accuracy - other.Accuracy)]);

    private static string WordOf(StudyPlan plan, PairedDifference difference, double p)
    {
        if (difference.IsWithin(plan.Margin, plan.Level)) return "equivalent";
        if (p > plan.Level) return "undecided";
        return difference.Mean > 0 ? "better" : "worse";
    }
}
