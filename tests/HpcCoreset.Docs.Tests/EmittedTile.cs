using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace HpcCoreset.Docs.Tests;

/// <summary>A method that the generator wrote for an example.</summary>
internal static partial class EmittedTile
{
    /// <summary>Its lines, without namespaces and the indentation of the class around it.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="method">The method.</param>
    public static string Of(string kernel, string method)
    {
        string file = Directory.GetFiles(Repository.PathOf("artifacts/generated"), $"*{kernel}*.cs", SearchOption.AllDirectories).Single();
        string[] lines = File.ReadAllLines(file);
        int name = System.Array.FindIndex(lines, line => line.Contains($" {method}(", System.StringComparison.Ordinal) && line.Contains("static void", System.StringComparison.Ordinal));
        string indentation = lines[name][..^lines[name].TrimStart().Length];
        return string.Concat(lines[(name - 1)..].TakeWhile(line => line != $"{indentation}}}").Append($"{indentation}}}")
            .Select(line => $"{Namespace().Replace(line[indentation.Length..], "")}\n"));
    }

    [GeneratedRegex(@"global::(?:System\.Runtime\.CompilerServices\.|HpcCoreset\.(?:Runtime\.)?)?")]
    private static partial Regex Namespace();
}
