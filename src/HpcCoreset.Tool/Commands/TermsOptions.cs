using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> with files beside the input: what picks start from, which they may be, how good they are, what they cost.</summary>
internal sealed class TermsOptions
{
    private readonly Option<string?> _initial = TypedOptions.File(
        "--initial", "rows that count as picked already, and are not picked again: what select wrote, or one row number per line, or .npy");
    private readonly Option<string?> _candidates = TypedOptions.File("--candidates", "the rows that may be picked (default all): what dedup keeps, or a file like that of --initial");
    private readonly Option<string?> _scores = TypedOptions.File(
        "--scores", "how good each row is by itself, from 0: --score-weight times this is added to its gain; .npy, .csv or IDX");
    private readonly Option<double?> _scoreWeight = TypedOptions.Number<double>(
        "--score-weight", $"how much --scores count beside gains, which grow with the rows' number and similarity (default {GreedyRequest.Usual.ScoreWeight})",
        static weight => weight >= 0 && double.IsFinite(weight), "finite numbers from 0");
    private readonly Option<string?> _costs = TypedOptions.File("--costs", "what each row costs, above 0, such as its number of tokens; .npy, .csv or IDX");
    private readonly Option<double?> _budget = TypedOptions.Number<double>(
        "--budget", "the most that picks may cost together, by --costs; takes the place of --size, which may be given too",
        static budget => budget > 0 && double.IsFinite(budget), "finite numbers above 0");

    /// <summary>Which methods take which of them.</summary>
    public IReadOnlyList<MethodOption> Table =>
        [.. new Option[] { _initial, _candidates, _scores, _scoreWeight, _costs, _budget }.Select(option => new MethodOption(option, GreedyMethods.All))];

    /// <summary>The files that will be read.</summary>
    /// <param name="parsed">The arguments.</param>
    public IReadOnlyList<string?> Files(ParseResult parsed) =>
        [.. new[] { _initial, _candidates, _scores, _costs }.Select(parsed.GetValue)];

    /// <summary>Whether a budget says how many rows are picked.</summary>
    /// <param name="parsed">The arguments.</param>
    public bool HasBudget(ParseResult parsed) => parsed.GetValue(_budget) is not null;

    /// <summary>Refuses one without the other.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <exception cref="InvalidInputException">There is one.</exception>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_scoreWeight) is not null && parsed.GetValue(_scores) is null) throw new InvalidInputException("--score-weight: allowed with --scores");
        if (HasBudget(parsed) && parsed.GetValue(_costs) is null) throw new InvalidInputException("--budget: found no costs, needs --costs FILE");
        if (!HasBudget(parsed) && parsed.GetValue(_costs) is not null) throw new InvalidInputException("--costs: allowed with --budget");
    }

    /// <summary>Adds to a request what the files say.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="request">The request.</param>
    /// <param name="data">What to pick from.</param>
    /// <exception cref="InvalidInputException">A file does not go with the input.</exception>
    public GreedyRequest Read(ParseResult parsed, GreedyRequest request, InputData data) => request with
    {
        Initial = Rows(parsed, _initial, data),
        Candidates = Rows(parsed, _candidates, data),
        Scores = parsed.GetValue(_scores) is { } scores ? RowColumn.ReadScores(scores, data.Count) : [],
        ScoreWeight = parsed.GetValue(_scoreWeight) ?? request.ScoreWeight,
        Costs = parsed.GetValue(_costs) is { } costs ? RowColumn.ReadCosts(costs, data.Count) : [],
        Budget = parsed.GetValue(_budget) ?? 0,
    };

    private static int[] Rows(ParseResult parsed, Option<string?> option, InputData data)
    {
        if (parsed.GetValue(option) is not { } path) return [];
        return data.Ids.Length == 0
            ? RowNumbers.Read(path, data.Count)
            : throw new InvalidInputException($"{option.Name}: found the input {data.Name}, whose rows have numbers of another input");
    }
}
