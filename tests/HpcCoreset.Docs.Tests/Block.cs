using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace HpcCoreset.Docs.Tests;

/// <summary>A fenced block of a page, and the name in the comment before it: <c>&lt;!-- name --&gt;</c>.</summary>
/// <param name="Name">The name, or "" if there is none.</param>
/// <param name="Language">What follows the fence.</param>
/// <param name="Text">What the fence holds.</param>
/// <param name="Start">Where <paramref name="Text"/> starts in the page.</param>
internal sealed partial record Block(string Name, string Language, string Text, int Start)
{
    public static IReadOnlyList<Block> Of(string page) =>
        [.. Pattern().Matches(page).Select(match => new Block(
            match.Groups["name"].Value, match.Groups["language"].Value, match.Groups["text"].Value, match.Groups["text"].Index))];

    [GeneratedRegex(@"(?:^<!-- (?<name>[a-z-]+) -->\n)?^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
