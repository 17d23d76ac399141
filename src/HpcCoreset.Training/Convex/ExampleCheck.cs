using System;

namespace HpcCoreset.Training.Convex;

/// <summary>What a <see cref="LinearModel"/> asks of examples, checked before any work.</summary>
internal static class ExampleCheck
{
    /// <summary>Refuses examples that the model cannot be trained or judged on. O(rows * dimension), of the rows that are meant.</summary>
    /// <exception cref="ArgumentException">Something is not as it must be; the message says what and where.</exception>
    public static void Check(LinearModel model, scoped LinearExamples examples)
    {
        Points points = examples.Points;
        CheckDimension(model, points);
        foreach (int row in examples.Rows)
            if ((uint)row >= (uint)points.Count) throw Refusal("rows", $"found row {row}; allowed are 0 to {points.Count - 1}");
        if (examples.Rows.IsEmpty) RowValidation.CheckRows(points, rejectZeroRows: false, nameof(points));
        else RowValidation.CheckRows(points, examples.Rows, nameof(points));
        if (!examples.Weights.IsEmpty) RowValidation.CheckWeights(examples.Count, examples.Weights, "weights");
        if (examples.HasTargets && model.Classes > 0) throw Refusal("examples", $"found targets; a model of {model.Classes} classes takes labels");
        if (!examples.HasTargets && model.Classes == 0) throw Refusal("examples", $"found labels; a model of numbers takes targets");
        for (int i = 0; i < examples.Count; i++)
        {
            int row = examples.Row(i);
            double target = examples.Target(row);
            if (examples.HasTargets && !double.IsFinite(target)) throw Refusal("targets", $"found {target} for row {row}; allowed are finite values");
            if (!examples.HasTargets && !(target >= 0 && target < model.Classes))
                throw Refusal("labels", $"found {target} for row {row}; allowed are 0 to {model.Classes - 1}");
        }
    }

    /// <summary>Refuses rows of another dimension than the model's.</summary>
    public static void CheckDimension(LinearModel model, scoped Points points)
    {
        if (points.Dimension != model.Dimension) throw Refusal("points", $"found dimension {points.Dimension}; the model has {model.Dimension}");
    }

    private static ArgumentException Refusal(string argument, FormattableString what) =>
        new(FormattableString.Invariant($"{argument}: {FormattableString.Invariant(what)}."), argument);
}
