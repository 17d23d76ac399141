using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Tool.Report;

/// <summary>Rows that a picture shows.</summary>
/// <param name="Source">The rows that they are among.</param>
/// <param name="Indices">Which of these.</param>
/// <param name="Notes">What a reader is told of each.</param>
/// <param name="Weights">What each stands for; empty for rows that stand for themselves.</param>
internal sealed record DrawnRows(Func<Points> Source, int[] Indices, string[] Notes, double[] Weights)
{
    /// <summary>How many rows a sample has at most: 200 kB of circles.</summary>
    public const int MostRows = 2_000;

    private const int MostPicks = 1_000;

    /// <summary>A sample of rows, each subset as likely as the others, the same for any run over as many rows.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="note">What is told of a row.</param>
    public static DrawnRows Sample(Func<Points> source, Func<int, string> note)
    {
        int count = source().Count;
        var indices = new int[Math.Min(count, MostRows)];
        RandomRows.Subset(0, 0, count, indices);
        return new DrawnRows(source, indices, [.. indices.Select(note)], []);
    }

    /// <summary>The heaviest picks, the lighter ones later so that none hides another.</summary>
    /// <param name="source">The rows, or what the picks stand with in their place.</param>
    /// <param name="indices">Where each pick is in these.</param>
    /// <param name="weights">What each stands for.</param>
    /// <param name="note">What is told of a pick, by its position among the picks.</param>
    public static DrawnRows Heaviest(Func<Points> source, IReadOnlyList<int> indices, IReadOnlyList<double> weights, Func<int, string> note)
    {
        int[] drawn = [.. Enumerable.Range(0, indices.Count).OrderByDescending(pick => weights[pick]).Take(MostPicks)];
        return new DrawnRows(source, [.. drawn.Select(pick => indices[pick])], [.. drawn.Select(note)], [.. drawn.Select(pick => weights[pick])]);
    }

    /// <summary>What is told of a row of an input: its number there, and its label.</summary>
    /// <param name="data">The input.</param>
    /// <param name="row">The row.</param>
    public static string Note(InputData data, int row) =>
        Note(data.NumberOf(row), data.Labels?.Names[data.Labels.Codes[row]]);

    /// <summary>What is told of a row.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="label">Its label, if it has one.</param>
    public static string Note(long number, string? label) =>
        FormattableString.Invariant($"row {number}") + (label is null ? "" : $", label {ClassCounts.Name(label)}");
}
