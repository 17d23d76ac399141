using System;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Tool.Training;
using HpcCoreset.Training;

namespace HpcCoreset.Tool.Report;

/// <summary>Accuracy and loss over a training run, or over the mean of several.</summary>
internal static class LearningCurves
{
    /// <summary>Draws what no clock decides.</summary>
    /// <param name="outcomes">The runs; all have as many points.</param>
    public static ReportSection Of(TrainingOutcome[] outcomes) => new("Learning curves", Means(outcomes))
    {
        Charts =
        [
            Draw(outcomes, "Test accuracy against examples", "examples backpropagated", point => point.Backprops, "test accuracy", point => point.TestAccuracy, false),
            Draw(outcomes, "Training loss against steps", "steps", point => point.Step, "mean loss of the steps", point => point.TrainLoss, true),
        ],
        Tables = [Table(outcomes)],
    };

    /// <summary>Draws what the clock decides.</summary>
    /// <param name="outcomes">The runs; all have as many points.</param>
    public static ReportSection Seconds(TrainingOutcome[] outcomes) => new("Against the clock", "Seconds of choosing and training, without the tests.")
    {
        Charts = [Draw(outcomes, "Test accuracy against seconds", "seconds", point => point.Seconds, "test accuracy", point => point.TestAccuracy, false)],
        IsTiming = true,
    };

    private static Chart Draw(
        TrainingOutcome[] outcomes, string title, string across, Func<TrainingPoint, double> where, string up, Func<TrainingPoint, double> value, bool isLogarithmic)
    {
        int[] drawn = Thinning.Of(outcomes[0].Curve.Length);
        return new Chart
        {
            Title = title,
            Description = Means(outcomes),
            X = new(across),
            Y = new(up, isLogarithmic),
            Series = [new(up, [.. drawn.Select(point =>
            {
                (double x, double _) = Spread(outcomes, point, where);
                (double y, double deviation) = Spread(outcomes, point, value);
                return new ChartPoint(
                    x, y, y - deviation, y + deviation, Thinning.Radius(drawn.Length),
                    FormattableString.Invariant($"{Markup.Brief(x)} {across}: {up} {Markup.Brief(y)}"));
            })], HasBand: true)],
        };
    }

    private static ReportTable Table(TrainingOutcome[] outcomes)
    {
        const int MostRows = 20;
        return new ReportTable("Learning curve, as a table", ["Steps", "Examples backpropagated", "Test accuracy", "Mean loss of the steps"],
            [.. Thinning.Of(outcomes[0].Curve.Length, MostRows).Select(point => (ReportCell[])
            [
                ReportCell.Of(outcomes[0].Curve[point].Step), ReportCell.Of(Spread(outcomes, point, at => at.Backprops).Mean, "N0"),
                ReportCell.Of(Spread(outcomes, point, at => at.TestAccuracy).Mean), ReportCell.Of(Spread(outcomes, point, at => at.TrainLoss).Mean),
            ])],
            IsFolded: true);
    }

    private static string Means(TrainingOutcome[] outcomes) =>
        outcomes.Length == 1 ? "" : FormattableString.Invariant($"Means of {outcomes.Length} runs, and a band of one standard deviation.");

    private static (double Mean, double Deviation) Spread(TrainingOutcome[] outcomes, int point, Func<TrainingPoint, double> value)
    {
        double[] values = [.. outcomes.Select(outcome => value(outcome.Curve[point]))];
        double mean = values.Average();
        return (mean, values.Length == 1 ? double.NaN : Math.Sqrt(values.Sum(one => Math.Pow(one - mean, 2)) / (values.Length - 1)));
    }
}
