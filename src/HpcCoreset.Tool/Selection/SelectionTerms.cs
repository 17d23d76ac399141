using System;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Selection;

/// <summary>What files beside the input say about a selection.</summary>
internal sealed class SelectionTerms : IDisposable
{
    /// <summary>Rows that count as picked already.</summary>
    public int[] Initial { get; init; } = [];

    /// <summary>Rows that may be picked; empty for all.</summary>
    public int[] Candidates { get; init; } = [];

    /// <summary>How good each row is by itself; empty for 0 each.</summary>
    public double[] Scores { get; init; } = [];

    /// <summary>What picks shall be like.</summary>
    public InputData? Query { get; init; }

    /// <summary>Frees the query.</summary>
    public void Dispose() => Query?.Dispose();
}
