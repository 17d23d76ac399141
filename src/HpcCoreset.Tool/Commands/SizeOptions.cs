using System;
using System.CommandLine;
using System.Linq;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> that say how many rows: a number, a share, or how good.</summary>
internal sealed class SizeOptions
{
    private readonly Option<int?> _size = TypedOptions.Count("--size", "how many rows to pick");
    private readonly Option<double?> _fraction = TypedOptions.Number<double>(
        "--fraction", "how many rows to pick, as a share of all", static share => share is > 0 and <= 1, "numbers above 0 and up to 1");
    private readonly Option<double?> _epsilon = TypedOptions.Number<double>(
        "--epsilon", "how good: the smallest size, from --clusters on, whose measured distortion is at most 1 + this; tries some ten sizes",
        static epsilon => epsilon >= 0 && double.IsFinite(epsilon), "finite numbers from 0");

    /// <summary>The option that asks for a quality.</summary>
    public Option EpsilonOption => _epsilon;

    /// <summary>Adds those that go with every method to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_size);
        command.Add(_fraction);
    }

    /// <summary>Refuses more than one of them, and none.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="hasBudget">Whether there may be none, since a budget says how many.</param>
    /// <exception cref="InvalidInputException">There is not one.</exception>
    public void Check(ParseResult parsed, bool hasBudget)
    {
        Option[] sizes = [_size, _fraction, _epsilon];
        string[] given = [.. sizes.Where(size => parsed.GetResult(size) is not null).Select(size => size.Name)];
        if (given.Length != 1 && !(hasBudget && given is []))
            throw new InvalidInputException(
                $"{string.Join(", ", sizes.Select(size => size.Name))}: found {(given is [] ? "none" : string.Join(" and ", given))}, "
                + "expected one of them, such as --size 100");
    }

    /// <summary>How good, if that was asked for.</summary>
    /// <param name="parsed">The arguments.</param>
    public double? Epsilon(ParseResult parsed) => parsed.GetValue(_epsilon);

    /// <summary>How many rows, if that was asked for.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="rows">How many there are.</param>
    public int? Read(ParseResult parsed, int rows) =>
        parsed.GetValue(_size) ?? (parsed.GetValue(_fraction) is { } share ? Math.Max(1, (int)Math.Round(share * rows)) : null);

    /// <summary>The option that was given, for messages.</summary>
    /// <param name="parsed">The arguments.</param>
    public string Given(ParseResult parsed) => parsed.GetValue(_size) is null ? _fraction.Name : _size.Name;
}
