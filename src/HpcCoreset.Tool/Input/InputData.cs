using System;
using System.Collections.Generic;

namespace HpcCoreset.Tool.Input;

/// <summary>What a command works on: rows in native memory, and what the input says about each.</summary>
/// <param name="name">What the user called the input, for messages.</param>
/// <param name="rows">The rows; owned.</param>
internal sealed class InputData(string name, PointStore rows) : IDisposable
{
    /// <summary>What the user called the input.</summary>
    public string Name { get; } = name;

    /// <summary>The rows.</summary>
    public PointStore Rows { get; } = rows;

    /// <summary>One weight per row, or empty for 1 each.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>One label per row, or nothing.</summary>
    public Labels? Labels { get; set; }

    /// <summary>The number that each row had in the input that this one was made of; empty for its own.</summary>
    public long[] Ids { get; init; } = [];

    /// <summary>A constant to add to every cost of the rows.</summary>
    public double Offset { get; init; }

    /// <summary>What made the rows z-scores, if they are.</summary>
    public Standardization? Standardization { get; set; }

    /// <summary>Names of the columns, if the input has a header.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Frees the rows.</summary>
    public void Dispose() => Rows.Dispose();
}
