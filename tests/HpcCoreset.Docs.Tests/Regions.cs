using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Docs.Tests;

/// <summary>The named regions of the examples' sources, without their common indentation.</summary>
internal static class Regions
{
    public static IReadOnlyDictionary<string, string> All { get; } = Repository.Examples.SelectMany(Of).ToDictionary();

    private static IEnumerable<KeyValuePair<string, string>> Of(string path)
    {
        List<string>? lines = null;
        string name = "";
        foreach (string line in Repository.Read(path).Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("#region ", StringComparison.Ordinal)) (name, lines) = (text["#region ".Length..], []);
            else if (text == "#endregion") yield return new(name, Unindent(lines!));
            else lines?.Add(line);
        }
    }

    private static string Unindent(List<string> lines)
    {
        int indentation = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => line[Math.Min(indentation, line.Length)..] + "\n")).Trim('\n') + "\n";
    }
}
