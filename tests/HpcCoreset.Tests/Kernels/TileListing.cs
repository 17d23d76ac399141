using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace HpcCoreset.Tests.Kernels;

/// <summary>One method as the JIT lists it for x64.</summary>
/// <param name="lines">Labels, instructions and remarks.</param>
internal sealed partial class TileListing(string[] lines)
{
    /// <summary>The stretches from a label to a later jump back to it.</summary>
    public IReadOnlyList<TileListing> Loops
    {
        get
        {
            var labels = new Dictionary<string, int>();
            var loops = new List<TileListing>();
            for (int i = 0; i < lines.Length; i++)
            {
                if (Label().Match(lines[i]) is { Success: true } label) labels[label.Groups[1].Value] = i;
                else if (Jump().Match(lines[i]) is { Success: true } jump && labels.TryGetValue(jump.Groups[1].Value, out int start))
                    loops.Add(new TileListing(lines[start..(i + 1)]));
            }
            return loops;
        }
    }

    public int Jumps => lines.Count(line => Jump().IsMatch(line));

    /// <summary>Of whatever: a helper that throws for an index out of range is one as well.</summary>
    public int Calls => lines.Count(line => Call().IsMatch(line));

    public int StackStores => lines.Count(line => StackStore().IsMatch(line));

    /// <summary>On whole registers of a kind.</summary>
    public int MultiplyAdds(string register) => lines.Count(line => MultiplyAdd().Match(line).Groups[1].Value == register);

    public override string ToString() => string.Join('\n', lines);

    [GeneratedRegex(@"^\s*vfn?m(?:add|sub)\d+ps\s+([xyz]mm)\d")]
    private static partial Regex MultiplyAdd();

    /// <summary>A move whose target, the first operand, is addressed by the stack or the frame pointer.</summary>
    [GeneratedRegex(@"^\s*v?mov\S*\s+\S*\s*(ptr\s*)?\[r[sb]p")]
    private static partial Regex StackStore();

    [GeneratedRegex(@"^\s*call\s")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s*j\w+\s+(?:SHORT\s+)?(G_M\w+)")]
    private static partial Regex Jump();
}
