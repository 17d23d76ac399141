using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> for rows that are picked one after the other.</summary>
internal sealed class SubmodularOptions
{
    private readonly Option<Similarity?> _similarity = TypedOptions.Choice(
        "--similarity", "how alike rows are (default max-squared-euclidean; of mmr cosine, and none relative to the farthest pair)", Vocabulary.Similarities);
    private readonly Option<double?> _gamma = TypedOptions.Number<double>(
        "--gamma", "of --similarity rbf; default 1 / dimension",
        static gamma => gamma > 0 && double.IsFinite(gamma), "finite numbers above 0");
    private readonly Option<long?> _cacheBytes = TypedOptions.Number<long>(
        "--cache-bytes", "what may be spent on remembering similarities; changes no pick (default 0: of few rows only)",
        static bytes => bytes >= 0, $"whole numbers from 0 to {long.MaxValue}");
    private readonly Option<string?> _query = TypedOptions.File(
        "--query", "what picks shall be like: one row of as many values as the input's, in any format of INPUT, standardized and normalized with it");
    private readonly Option<double?> _relevanceWeight = TypedOptions.Number<double>(
        "--relevance-weight", "lambda: picks have the largest lambda * similarity to the query - (1 - lambda) * similarity to the nearest earlier "
        + "pick; 1 is relevance only, 0 novelty only (default 0.5)",
        static weight => weight is >= 0 and <= 1, "numbers from 0 to 1");
    private readonly Option<string?> _initial = TypedOptions.File(
        "--initial", "rows that count as picked already, and are not picked again: what select wrote, or one row number per line, or .npy");
    private readonly Option<string?> _candidates = TypedOptions.File("--candidates", "the rows that may be picked, as a file like that of --initial (default all)");
    private readonly Option<string?> _scores = TypedOptions.File(
        "--scores", "how good each row is by itself, from 0: --score-weight times this is added to its gain; .npy, .csv or IDX");
    private readonly Option<double?> _scoreWeight = TypedOptions.Number<double>(
        "--score-weight", "how much --scores count beside gains, which grow with the rows' number and similarity (default 1)",
        static weight => weight >= 0 && double.IsFinite(weight), "finite numbers from 0");

    /// <summary>Which methods take which of them.</summary>
    public IReadOnlyList<MethodOption> Table =>
    [
        new(_similarity, SelectionMethod.FacilityLocation, SelectionMethod.Mmr),
        new(_gamma, SelectionMethod.FacilityLocation, SelectionMethod.Mmr),
        new(_cacheBytes, SelectionMethod.FacilityLocation),
        new(_query, SelectionMethod.Mmr),
        new(_relevanceWeight, SelectionMethod.Mmr),
        new(_initial, SelectionMethod.FacilityLocation),
        new(_candidates, SelectionMethod.FacilityLocation),
        new(_scores, SelectionMethod.FacilityLocation),
        new(_scoreWeight, SelectionMethod.FacilityLocation),
    ];

    /// <summary>The files that will be read.</summary>
    /// <param name="parsed">The arguments.</param>
    public IReadOnlyList<string?> Files(ParseResult parsed) =>
        [.. new[] { _query, _initial, _candidates, _scores }.Select(parsed.GetValue)];

    /// <summary>Refuses options that contradict each other, and methods without what they need.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="InvalidInputException">They do.</exception>
    public void Check(ParseResult parsed, SelectionMethod method)
    {
        Similarity? similarity = parsed.GetValue(_similarity);
        if (parsed.GetValue(_gamma) is not null && similarity != Similarity.Rbf) throw new InvalidInputException("--gamma: allowed with --similarity rbf");
        if (parsed.GetValue(_scoreWeight) is not null && parsed.GetValue(_scores) is null)
            throw new InvalidInputException("--score-weight: allowed with --scores");
        if (method == SelectionMethod.Mmr && similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)
            throw new InvalidInputException(
                $"--similarity: found {Vocabulary.Similarities.Word(similarity.Value)}, which is relative to the farthest pair of all rows; allowed with "
                + $"--method mmr are {string.Join(", ", Vocabulary.Similarities.Keys.Where(word => !word.StartsWith("max-", System.StringComparison.Ordinal)))}");
        if (method == SelectionMethod.Mmr && parsed.GetValue(_query) is null)
            throw new InvalidInputException($"--query: found none, --method {Vocabulary.Methods.Word(method)} needs the row that picks shall be like");
    }

    /// <summary>Adds to a request what the user asked for, files included.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="request">The request.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <param name="data">What to pick from.</param>
    /// <param name="cancellation">Ends the load.</param>
    /// <exception cref="InvalidInputException">A file does not go with the input.</exception>
    public SelectionRequest Read(
        ParseResult parsed, SelectionRequest request, InputRequest input, InputData data, CancellationToken cancellation) => request with
        {
            Similarity = parsed.GetValue(_similarity),
            Gamma = parsed.GetValue(_gamma),
            CacheBytes = parsed.GetValue(_cacheBytes) ?? 0,
            RelevanceWeight = parsed.GetValue(_relevanceWeight),
            ScoreWeight = parsed.GetValue(_scoreWeight) ?? request.ScoreWeight,
            Terms = new SelectionTerms
            {
                Initial = Rows(parsed, _initial, data),
                Candidates = Rows(parsed, _candidates, data),
                Scores = parsed.GetValue(_scores) is { } scores ? RowColumn.ReadScores(scores, data.Rows.Count) : [],
                Query = parsed.GetValue(_query) is { } query ? InputLoader.LoadBeside(query, data, input, cancellation) : null,
            },
        };

    private static int[] Rows(ParseResult parsed, Option<string?> option, InputData data)
    {
        if (parsed.GetValue(option) is not { } path) return [];
        return data.Ids.Length == 0
            ? RowNumbers.Read(path, data.Rows.Count)
            : throw new InvalidInputException($"{option.Name}: found the input {data.Name}, whose rows have numbers of another input");
    }
}
