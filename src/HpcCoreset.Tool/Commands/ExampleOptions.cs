using System.CommandLine;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Samples;
using HpcCoreset.Tool.Training;

namespace HpcCoreset.Tool.Commands;

/// <summary>The argument and the options that say what a command trains on.</summary>
internal sealed class ExampleOptions
{
    private readonly Argument<string> _input = new("INPUT")
    {
        Description = $"{ExampleLoader.Allowed}. Values are scaled by the mean and deviation of each column, or of each channel of images",
        HelpName = "INPUT",
        CompletionSources = { DigitsSample.Name },
    };
    private readonly Option<ExampleFormat?> _format = TypedOptions.Choice("--format", "what the input is, where its name does not tell", ExampleLoader.Words);
    private readonly Option<string?> _labels = TypedOptions.File("--labels", "one label per example: IDX beside IDX; .npy, .csv or IDX beside .npy");
    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "the column of a .csv or .tsv file with labels, a name or a number from 0; all others are values",
        HelpName = "column",
    };
    private readonly Option<HeaderLine?> _header = SourceOptions.Header();
    private readonly Option<string?> _test = TypedOptions.File("--test", "examples to test on, in the format of INPUT and with its columns in the same order (default: a fifth of every class is held out)");
    private readonly Option<string?> _testLabels = TypedOptions.File("--test-labels", "one label per example of --test");

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_input);
        foreach (Option option in (Option[])[_format, _labels, _labelColumn, _header, _test, _testLabels]) command.Add(option);
    }

    /// <summary>What the user asked for.</summary>
    /// <param name="parsed">The arguments.</param>
    public ExampleSource Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_input), parsed.GetValue(_format), parsed.GetValue(_labels), parsed.GetValue(_labelColumn),
        parsed.GetValue(_test), parsed.GetValue(_testLabels), parsed.GetValue(_header) is { } header ? header == HeaderLine.Yes : null);
}
