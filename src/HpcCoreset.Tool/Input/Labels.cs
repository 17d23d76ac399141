using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace HpcCoreset.Tool.Input;

/// <summary>One label per row, as numbers from 0 in the order of first appearance.</summary>
internal sealed class Labels
{
    private readonly List<int> _codes = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);

    /// <summary>The label of every row, as a position in <see cref="Names"/>.</summary>
    public ReadOnlySpan<int> Codes => CollectionsMarshal.AsSpan(_codes);

    /// <summary>The labels as the input writes them.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Appends the label of the next row.</summary>
    /// <param name="label">As the input writes it.</param>
    public void Add(string label)
    {
        if (!_codeOf.TryGetValue(label, out int code))
        {
            code = _names.Count;
            _codeOf.Add(label, code);
            _names.Add(label);
        }
        _codes.Add(code);
    }
}
