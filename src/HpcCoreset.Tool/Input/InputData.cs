using System;
using System.Collections.Generic;

namespace HpcCoreset.Tool.Input;

/// <summary>What a command works on: rows in native memory or in their file, and what the input says about each.</summary>
internal sealed class InputData : IDisposable
{
    private readonly PointStore? _store;
    private readonly MappedPoints? _mapped;

    /// <summary>Rows in native memory.</summary>
    /// <param name="name">What the user called the input, for messages.</param>
    /// <param name="rows">The rows; owned.</param>
    public InputData(string name, PointStore rows) => (Name, _store, Count, Dimension) = (name, rows, rows.Count, rows.Dimension);

    /// <summary>Rows where their file has them.</summary>
    /// <param name="name">What the user called the input, for messages.</param>
    /// <param name="rows">The rows; owned.</param>
    public InputData(string name, MappedPoints rows) => (Name, _mapped, Count, Dimension) = (name, rows, rows.Count, rows.Dimension);

    /// <summary>What the user called the input, for messages.</summary>
    public string Name { get; }

    /// <summary>The number, in the input, of the first row here.</summary>
    public int First { get; private set; }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>The rows, wherever they are.</summary>
    public Points Points => All.Rows(First, Count);

    /// <summary>The rows in native memory, writable: for whoever did not ask for a map (<see cref="InputRequest.MayMap"/>).</summary>
    public PointStore Rows => _store ?? throw new InvalidOperationException($"The rows of {Name} are mapped.");

    /// <summary>One weight per row, or empty for 1 each.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>One label per row, or nothing.</summary>
    public Labels? Labels { get; set; }

    /// <summary>The number that each row had in the input that this one was made of; empty for its own.</summary>
    public long[] Ids { get; init; } = [];

    /// <summary>The number that a user knows a row by: where these rows were made of others, that of the row it was.</summary>
    /// <param name="row">Its position here.</param>
    public long NumberOf(int row) => Ids.Length == 0 ? row : Ids[row];

    /// <summary>A constant to add to every cost of the rows.</summary>
    public double Offset { get; init; }

    /// <summary>What made the rows z-scores, if they are.</summary>
    public Standardization? Standardization { get; set; }

    /// <summary>Names of the columns, if the input has a header.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    private Points All => _store is null ? _mapped!.AsPoints() : _store.AsPoints();

    /// <summary>Leaves some rows, and what the input says about them.</summary>
    /// <param name="rows">The number of the first, and of the first after them.</param>
    public void Keep((int First, int End) rows)
    {
        (First, Count) = (rows.First, rows.End - rows.First);
        if (Weights.Length > 0) Weights = Weights[rows.First..rows.End];
    }

    /// <summary>Frees the rows.</summary>
    public void Dispose()
    {
        _store?.Dispose();
        _mapped?.Dispose();
    }
}
