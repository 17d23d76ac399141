using System;
using System.Text.RegularExpressions;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool;

/// <summary>Bad arguments or bad input: the message is the one line that the user reads, the exit code is 2.</summary>
/// <param name="message">What, where, what was found, what is allowed.</param>
internal sealed partial class InvalidInputException(string message) : Exception(OneLine.Of(message))
{
    /// <summary>
    /// Turns what the library refused into a line: without what .NET appends for developers, with the input's name where the library,
    /// which does not know it, says points, and with the command's names of options.
    /// </summary>
    /// <param name="refused">The library's exception.</param>
    /// <param name="input">What the user called the input.</param>
    public static InvalidInputException From(ArgumentException refused, string input)
    {
        const string Points = "points: ", Query = "query: ";
        string message = refused.Message;
        int suffix = message.IndexOf(" (Parameter ", StringComparison.Ordinal);
        if (suffix >= 0) message = message[..suffix];
        if (message.StartsWith(Points, StringComparison.Ordinal)) message = $"{input}: {message[Points.Length..]}";
        if (message.StartsWith(Query, StringComparison.Ordinal)) message = $"--{message}";
        return new InvalidInputException(LibraryOption().Replace(message, name => OptionOf(name.Groups[1].Value)));
    }

    /// <summary>An option of the library has the command's name in capitals, but for those that a user would not know by that name.</summary>
    private static string OptionOf(string name) => name switch
    {
        "Lambda" => "--relevance-weight",
        "Augmentation" => "--augment",
        _ => "--" + Capital().Replace(name, "-$0").ToLowerInvariant(),
    };

    [GeneratedRegex(@"\b(?:options|terms|references)\.(?:Objective\.)?([A-Z]\w*)")]
    private static partial Regex LibraryOption();

    [GeneratedRegex(@"\B[A-Z]")]
    private static partial Regex Capital();
}
