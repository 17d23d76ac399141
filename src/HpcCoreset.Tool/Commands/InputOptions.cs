using System.CommandLine;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Samples;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Commands;

/// <summary>The argument and the options that say what a command works on.</summary>
/// <param name="labels">What the command does with labels; nothing if it takes none.</param>
internal sealed class InputOptions(string? labels = null)
{
    private readonly Argument<string> _input = new("INPUT")
    {
        Description = $"{InputFormats.Allowed}. In .npy, (rows, dimension) of {ElementType.Names(ElementType.OfRows)}, "
            + "little-endian, in C order. In .csv and .tsv, a first line without numbers is a header, one of nothing but numbers is a row, "
            + "text beside numbers and above one is refused (--header says otherwise); commas within numbers are not read",
        HelpName = "INPUT",
        CompletionSources = { DigitsSample.Name },
    };
    private readonly SourceOptions _source = new(labels);
    private readonly Option<string?> _weights = TypedOptions.File("--weights", "one weight per row: .npy, .csv or IDX");
    private readonly Option<string?> _labels = TypedOptions.File("--labels", $"one label per row, for {labels}: .npy, .csv or IDX; text with one line more than rows begins with a header");
    private readonly Option<bool> _standardize = new("--standardize") { Description = "column z-scores" };
    private readonly Option<bool> _normalize = new("--normalize") { Description = "rows of length 1, after --standardize" };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_input);
        _source.AddTo(command);
        command.Add(_weights);
        if (labels is not null) command.Add(_labels);
        command.Add(_standardize);
        command.Add(_normalize);
    }

    /// <summary>What the user asked for.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <exception cref="InvalidInputException">Two options contradict each other.</exception>
    public InputRequest Read(ParseResult parsed)
    {
        InputRequest source = _source.Read(parsed, parsed.GetRequiredValue(_input));
        (string? weightsFile, string? labelsFile) = (parsed.GetValue(_weights), labels is null ? null : parsed.GetValue(_labels));
        if (weightsFile is not null && source.Layout.WeightColumn is not null)
            throw new InvalidInputException("--weights and --weight-column: allowed is one of them");
        if (labelsFile is not null && source.Layout.LabelColumn is not null)
            throw new InvalidInputException("--labels and --label-column: allowed is one of them");
        return source with
        {
            WeightsFile = weightsFile,
            LabelsFile = labelsFile,
            Standardize = parsed.GetValue(_standardize),
            Normalize = parsed.GetValue(_normalize),
        };
    }
}
