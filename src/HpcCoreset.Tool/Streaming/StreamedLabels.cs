using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace HpcCoreset.Tool.Streaming;

/// <summary>
/// The labels of rows that go by into a stream: how many rows each has, and which one a row has that the stream still keeps. Labels of rows that
/// it has left out are forgotten, so that memory grows with what is kept and not with the rows.
/// </summary>
/// <param name="stream">The stream.</param>
internal sealed class StreamedLabels(CoresetStream stream)
{
    private const int LeastKnown = 1 << 16;
    private const string Unlabelled = "(no label)"; // of an input without labels beside one with

    private readonly Dictionary<string, int> _codes = [];
    private readonly List<string> _names = [];
    private readonly List<long> _counts = [];
    private readonly List<double> _masses = [];
    private readonly Dictionary<long, int> _codeOf = [];
    private int _mostKnown = LeastKnown;

    /// <summary>Whether any row had a label.</summary>
    public bool HasAny { get; private set; }

    /// <summary>The labels, in the order of first appearance.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>How many rows each had.</summary>
    public long[] Counts => [.. _counts];

    /// <summary>What these weighed.</summary>
    public double[] Masses => [.. _masses];

    /// <summary>Lets a row go by.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="label">Its label, if it has one.</param>
    /// <param name="weight">Its weight.</param>
    public void Offer(long number, string? label, double weight)
    {
        HasAny |= label is not null;
        int code = CodeOf(label ?? Unlabelled);
        _counts[code]++;
        _masses[code] += weight;
        if (_codeOf.Count >= _mostKnown) Forget();
        _codeOf[number] = code;
    }

    /// <summary>The label of a row that the stream keeps, as a position in <see cref="Names"/>.</summary>
    /// <param name="number">Its number.</param>
    public int this[long number] => _codeOf[number];

    private int CodeOf(string label)
    {
        ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(_codes, label, out bool known);
        if (known) return code;
        code = _names.Count;
        _names.Add(label);
        _counts.Add(0);
        _masses.Add(0);
        return code;
    }

    private void Forget()
    {
        HashSet<long> kept = [.. stream.Coreset.Ids];
        // Numbers from the next one on are those of rows that were read and not appended yet.
        foreach (long number in _codeOf.Keys.Where(number => number < stream.NextId && !kept.Contains(number)).ToArray()) _codeOf.Remove(number);
        _mostKnown = int.Max(LeastKnown, 2 * _codeOf.Count);
    }
}
