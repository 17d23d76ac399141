using System;

namespace HpcCoreset.Training.Convex;

/// <summary>
/// Weighted rows with a label or a target each, or some of them by number, such as a coreset: a view of the caller's memory. Nothing is
/// copied.
/// </summary>
/// <remarks>Values are not read on construction; <see cref="ConvexSolver"/> checks them.</remarks>
public readonly ref struct LinearExamples
{
    private readonly ReadOnlySpan<float> _floats;

    /// <summary>Rows of classes. O(1).</summary>
    /// <param name="points">The rows.</param>
    /// <param name="labels">One class per row, from 0.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <exception cref="ArgumentException">There is not one label, or not one weight, per row.</exception>
    public LinearExamples(Points points, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights = default)
        : this(points, weights, labels.Length, nameof(labels)) => Labels = labels;

    /// <summary>Rows of numbers. O(1).</summary>
    /// <param name="points">The rows.</param>
    /// <param name="targets">One finite number per row.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <exception cref="ArgumentException">There is not one target, or not one weight, per row.</exception>
    public LinearExamples(Points points, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
        : this(points, weights, targets.Length, nameof(targets)) => Targets = targets;

    /// <inheritdoc cref="LinearExamples(Points, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public LinearExamples(Points points, ReadOnlySpan<float> targets, ReadOnlySpan<double> weights = default)
        : this(points, weights, targets.Length, nameof(targets)) => _floats = targets;

    private LinearExamples(Points points, ReadOnlySpan<double> weights, int given, string argument)
    {
        RowValidation.CheckLength(argument, given, points.Count);
        if (!weights.IsEmpty) RowValidation.CheckLength(nameof(weights), weights.Length, points.Count);
        Points = points;
        Weights = weights;
    }

    private LinearExamples(LinearExamples all, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights)
    {
        this = all;
        Rows = rows;
        Weights = weights;
    }

    /// <summary>All rows, of which <see cref="Rows"/> may name some.</summary>
    public Points Points { get; }

    /// <summary>Numbers of the rows that are meant; empty for all.</summary>
    public ReadOnlySpan<int> Rows { get; }

    /// <summary>One weight per row that is meant, or empty for 1 each.</summary>
    public ReadOnlySpan<double> Weights { get; }

    /// <summary>Number of rows that are meant.</summary>
    public int Count => Rows.IsEmpty ? Points.Count : Rows.Length;

    /// <summary>One class per row of <see cref="Points"/>, or empty where rows have targets.</summary>
    internal ReadOnlySpan<int> Labels { get; }

    private ReadOnlySpan<double> Targets { get; }

    /// <summary>Whether rows have targets and not labels.</summary>
    internal bool HasTargets => Labels.IsEmpty;

    /// <summary>Some of the rows, with weights of their own. O(1).</summary>
    /// <param name="rows">Their numbers among <see cref="Points"/>, at least one. A row that is named twice counts twice.</param>
    /// <param name="weights">One weight per number, or empty for 1 each; those of the constructor do not count.</param>
    /// <exception cref="ArgumentException">There are no numbers, or not one weight per number.</exception>
    public LinearExamples Take(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights = default)
    {
        if (rows.IsEmpty) throw new ArgumentException("rows: found none; at least 1 is needed.", nameof(rows));
        if (!weights.IsEmpty) RowValidation.CheckLength(nameof(weights), weights.Length, rows.Length);
        return new LinearExamples(this, rows, weights);
    }

    /// <summary>The picks of a coreset of <see cref="Points"/>, with its weights: valid as long as the coreset is. O(1).</summary>
    /// <param name="coreset">One whose picks are rows.</param>
    /// <exception cref="ArgumentException">Its picks are centroids, which have no label.</exception>
    public LinearExamples Take(Coreset coreset)
    {
        if (!coreset.Centroids.IsEmpty)
            throw new ArgumentException("coreset: found centroids, which have no label; take a selector whose picks are rows.", nameof(coreset));
        return Take(coreset.Indices, coreset.Weights);
    }

    /// <summary>The number of the row at a position.</summary>
    internal int Row(int position) => Rows.IsEmpty ? position : Rows[position];

    /// <summary>The weight at a position.</summary>
    internal double Weight(int position) => Weights.IsEmpty ? 1 : Weights[position];

    /// <summary>The target of a row, or its label as a number.</summary>
    internal double Target(int row) => HasTargets ? Targets.IsEmpty ? _floats[row] : Targets[row] : Labels[row];
}
