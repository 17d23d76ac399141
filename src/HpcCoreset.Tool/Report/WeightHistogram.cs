using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;

namespace HpcCoreset.Tool.Report;

/// <summary>How weights are spread over the picks.</summary>
internal static class WeightHistogram
{
    private const int Bins = 20;
    private const double LogarithmicFrom = 50; // times the least: equal ratios then show more than equal differences

    /// <summary>Draws.</summary>
    /// <param name="weights">At least one.</param>
    public static ReportSection Of(IReadOnlyList<double> weights)
    {
        double[] ascending = [.. weights.Order()];
        (double least, double most, double total) = (ascending[0], ascending[^1], ascending.Sum());
        double squares = ascending.Sum(weight => weight * weight);
        string text = FormattableString.Invariant(
            $"{weights.Count:N0} picks stand for a mass of {total:G6}, from {least:G4} to {most:G4} each, {ascending[ascending.Length / 2]:G4} in the middle. ")
            + FormattableString.Invariant($"As even as {total * total / squares:N0} picks of equal weight (effective sample size).");
        return new ReportSection("Weights", text) { Charts = least < most ? [Histogram(ascending), Concentration(ascending, total)] : [] };
    }

    private static Chart Histogram(double[] ascending)
    {
        (double least, double most) = (ascending[0], ascending[^1]);
        bool isLogarithmic = least > 0 && most / least >= LogarithmicFrom;
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(i => isLogarithmic
            ? least * Math.Pow(most / least, (double)i / Bins)
            : least + (most - least) * i / Bins)];
        var bars = new List<ChartPoint>();
        for (int bin = 0, first = 0; bin < Bins; bin++)
        {
            int past = bin == Bins - 1 ? ascending.Length : Array.FindIndex(ascending, weight => weight >= edges[bin + 1]);
            string range = $"{Markup.Brief(edges[bin])} to {Markup.Brief(edges[bin + 1])}";
            bars.Add(new(edges[bin], past - first, Note: FormattableString.Invariant($"{past - first:N0} picks of weight {range}")));
            first = past;
        }
        bars.Add(new(most, 0));
        return new Chart
        {
            Title = "Picks by weight",
            X = new("weight", isLogarithmic),
            Y = new("picks"),
            Series = [new("picks", bars, Mark: ChartMark.Bars)],
            PlotHeight = 220,
        };
    }

    private static Chart Concentration(double[] ascending, double total)
    {
        double sum = 0;
        double[] shares = [0, .. ascending.Reverse().Select(weight => Math.Min(1, (sum += weight) / total))];
        int[] drawn = Thinning.Of(shares.Length);
        return new Chart
        {
            Title = "Mass that the heaviest picks stand for",
            X = new("picks, the heaviest first"),
            Y = new("share of the mass"),
            Series = [new("mass", [.. drawn.Select(count => new ChartPoint(
                count, shares[count], Radius: Thinning.Radius(drawn.Length), Note: FormattableString.Invariant($"the {count:N0} heaviest picks: {shares[count]:P1} of the mass")))])],
            PlotHeight = 220,
        };
    }
}
