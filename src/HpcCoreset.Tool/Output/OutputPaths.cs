using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using HpcCoreset.Files;
using HpcCoreset.Tool.Ranks;

namespace HpcCoreset.Tool.Output;

/// <summary>Refuses output paths that cannot work before hours are spent on what would be written there.</summary>
internal sealed class OutputPaths
{
    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);
    private readonly List<Regex> _ofEach = [];

    /// <summary>Starts with the files that are read, which no output may replace.</summary>
    /// <param name="inputs">Their paths; those that are not given are skipped.</param>
    public OutputPaths(params ReadOnlySpan<string?> inputs)
    {
        foreach (string? input in inputs)
        {
            if (input is null) continue;
            _taken.TryAdd(Path.GetFullPath(input), "read as input");
            if (RankedInput.IsOfEach(input)) _ofEach.Add(RankedInput.Pattern(Path.GetFullPath(input)));
        }
    }

    /// <summary>Checks one path.</summary>
    /// <param name="option">The option that gave it.</param>
    /// <param name="path">The path, or nothing.</param>
    /// <param name="extensions">The formats that may be written, by extension.</param>
    /// <exception cref="InvalidInputException">Nothing can be written there.</exception>
    public void Check(string option, string? path, params string[] extensions)
    {
        if (path is null) return;
        if (!extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new InvalidInputException($"{option}: found {path}, allowed are files ending in {string.Join(", ", extensions)}");
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new InvalidInputException($"{option}: found the directory {path}, allowed is a file");
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new InvalidInputException($"{option}: found {path}, whose directory does not exist");
        if (!_taken.TryAdd(full, $"written by {option}"))
            throw new InvalidInputException($"{option}: found {path}, which is {_taken[full]} already");
        if (_ofEach.Any(pattern => pattern.IsMatch(full)))
            throw new InvalidInputException($"{option}: found {path}, which one of the processes reads as input");
        try
        {
            OutputFiles.Try(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{option}: found {path}, where no file can be made");
        }
    }
}
