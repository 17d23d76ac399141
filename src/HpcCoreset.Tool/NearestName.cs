using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tool;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>A hint to append to a message: the known name with the fewest edits, if less than half of it has to be edited.</summary>
    /// <param name="found">What was typed.</param>
    /// <param name="known">The names that exist.</param>
    public static string Hint(string found, IReadOnlyCollection<string> known)
    {
        string? nearest = known.MinBy(name => Edits(found, name));
        return nearest is not null && Edits(found, nearest) < (nearest.TrimStart('-').Length + 1) / 2 ? $"; did you mean {nearest}?" : "";
    }

    /// <summary>The Levenshtein distance.</summary>
    private static int Edits(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
            {
                int edits = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], edits);
            }
        }
        return row[b.Length];
    }
}
