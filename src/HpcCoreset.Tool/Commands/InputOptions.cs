using System.CommandLine;
using HpcCoreset.Tool.Arrays;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Commands;

/// <summary>The argument and the options that say what a command works on.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string> _input = new("INPUT")
    {
        Description = $"{InputFormats.Allowed}. In .npy, two axes (rows, dimension) of {ElementType.Names(ElementType.OfRows)}, "
            + "little-endian, in C order. In .csv and .tsv, a first line without numbers is a header, one of nothing but numbers is a row, "
            + "text beside numbers and above one is refused; commas within numbers are not read",
    };
    private readonly SourceOptions _source = new();
    private readonly Option<string?> _weights = TypedOptions.File("--weights", "one weight per row: .npy, .csv or IDX");
    private readonly Option<string?> _labels = TypedOptions.File("--labels", "one label per row: .npy, .csv or IDX");
    private readonly Option<bool> _standardize = new("--standardize") { Description = "column z-scores" };
    private readonly Option<bool> _normalize = new("--normalize") { Description = "rows of length 1, after --standardize" };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_input);
        _source.AddTo(command);
        Option[] options =
            [_weights, _labels, _standardize, _normalize];
        foreach (Option option in options) command.Add(option);
    }

    /// <summary>What the user asked for.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <exception cref="InvalidInputException">Two options contradict each other.</exception>
    public InputRequest Read(ParseResult parsed)
    {
        InputRequest source = _source.Read(parsed, parsed.GetRequiredValue(_input));
        (string? weights, string? labels) = (parsed.GetValue(_weights), parsed.GetValue(_labels));
        if (weights is not null && source.Layout.WeightColumn is not null)
            throw new InvalidInputException("--weights and --weight-column: allowed is one of them");
        if (labels is not null && source.Layout.LabelColumn is not null)
            throw new InvalidInputException("--labels and --label-column: allowed is one of them");
        return source with
        {
            WeightsFile = weights,
            LabelsFile = labels,
            Standardize = parsed.GetValue(_standardize),
            Normalize = parsed.GetValue(_normalize),
        };
    }
}
