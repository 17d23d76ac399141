using System.Linq;
using System.Text;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Messages that quote what a file has, which may be megabytes, many lines, or what moves a terminal's cursor.</summary>
internal static class OneLine
{
    private const int Longest = 1200;
    private const int Begin = 800;
    private const int End = Longest - Begin - 5;

    /// <summary>A message as one line: without control characters, and without the middle of a long one.</summary>
    /// <param name="message">The message.</param>
    public static string Of(string message)
    {
        if (message.Length > Longest) message = $"{message[..Begin]} ... {message[^End..]}";
        if (!message.Any(char.IsControl)) return message;
        var line = new StringBuilder(message.Length);
        foreach (char c in message)
        {
            if (!char.IsControl(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return line.ToString().TrimEnd();
    }
}
