using System.CommandLine;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options that say how an input is read.</summary>
/// <param name="labels">What the command does with labels; nothing if it takes none.</param>
internal sealed class SourceOptions(string? labels = null)
{
    private readonly Option<InputFormat?> _format = TypedOptions.Choice(
        "--format", "what the input is, where its name or, of standard input, its first bytes do not tell", InputFormats.Words);
    private readonly Option<int?> _dimension = TypedOptions.Count("--dimension", "values per row of raw float32");
    private readonly Option<string?> _labelColumn = Column(
        "--label-column", "the column of a .csv or .tsv file with labels, a name or a number from 0: "
        + $"left out of the rows{(labels is null ? "" : $", and used with {labels}")}");
    private readonly Option<string?> _weightColumn = Column("--weight-column", "the column of a .csv or .tsv file with weights");
    private readonly Option<string?> _columns = Column(
        "--columns", "the columns that make a row, such as height,width,5-9; default all others");

    private readonly Option<HeaderLine?> _header = Header();

    /// <summary>The option of what the first line of a text is.</summary>
    public static Option<HeaderLine?> Header() => TypedOptions.Choice(
        "--header", "whether the first line of a .csv or .tsv file names the columns (default: if it has no number)", Vocabulary.HeaderLines);

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_format, _dimension, _labelColumn, _weightColumn, _columns, _header]) command.Add(option);
    }

    /// <summary>What the user asked for about an input.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="source">The input.</param>
    public InputRequest Read(ParseResult parsed, string source) => new(
        source, new DelimitedLayout(parsed.GetValue(_labelColumn), parsed.GetValue(_weightColumn), parsed.GetValue(_columns), parsed.GetValue(_header)),
        Format: parsed.GetValue(_format), Dimension: parsed.GetValue(_dimension));

    private static Option<string?> Column(string name, string description) => new(name) { Description = description, HelpName = "column" };
}
