using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> that say what picks are worth.</summary>
internal sealed class ObjectiveOptions
{
    private readonly Option<Similarity?> _similarity = TypedOptions.Choice(
        "--similarity", "how alike rows are (default max-squared-euclidean; of craig max-euclidean; of mmr and dpp cosine, and none relative to the farthest pair)", Vocabulary.Similarities);
    private readonly Option<double?> _gamma = TypedOptions.Number<double>(
        "--gamma", "of --similarity rbf; default 1 / dimension",
        static gamma => gamma > 0 && double.IsFinite(gamma), "finite numbers above 0");
    private readonly Option<long?> _cacheBytes = TypedOptions.Number<long>(
        "--cache-bytes", "what may be spent on remembering similarities; changes no pick (default 0: of few rows only)",
        static bytes => bytes >= 0, $"whole numbers from 0 to {long.MaxValue}");
    private readonly Option<int?> _neighbours = TypedOptions.Count(
        "--neighbours", "every row knows that many of its most similar candidates only: not exact, for hundreds of thousands of rows, 16 bytes each");
    private readonly Option<double?> _relevanceWeight = TypedOptions.Number<double>(
        "--relevance-weight", "lambda: picks have the largest lambda * similarity to the query - (1 - lambda) * similarity to the nearest earlier "
        + $"pick; 1 is relevance only, 0 novelty only (default {GreedyRequest.Usual.RelevanceWeight})",
        static weight => weight is >= 0 and <= 1, "numbers from 0 to 1");
    private readonly Option<double?> _alpha = TypedOptions.Number<double>(
        "--alpha", $"how much likeness to all rows counts against likeness to other picks; for picks unlike each other about picks / rows (default {GreedyRequest.Usual.Alpha})",
        static alpha => alpha >= 0 && double.IsFinite(alpha), "finite numbers from 0");
    private readonly Option<double?> _saturation = TypedOptions.Number<double>(
        "--saturation", $"the share of a row's similarities to all rows that is enough; for few picks about picks / rows (default {GreedyRequest.Usual.Saturation})",
        static saturation => saturation is > 0 and <= 1, "numbers above 0 and up to 1");
    private readonly Option<double?> _ridge = TypedOptions.Number<double>(
        "--ridge", $"what is added to every row's similarity to itself; 0 is the plain determinantal point process (default {GreedyRequest.Usual.Ridge})",
        static ridge => ridge >= 0 && double.IsFinite(ridge), "finite numbers from 0");
    private readonly Option<Concave?> _concave = TypedOptions.Choice(
        "--concave", "how a feature's sum over the picks counts (default sqrt)", Vocabulary.Concaves);
    private readonly Option<double?> _coverageThreshold = TypedOptions.Number<double>(
        "--coverage-threshold", $"how much of a feature, summed over the picks, is enough (default {GreedyRequest.Usual.CoverageThreshold})",
        static threshold => threshold > 0 && double.IsFinite(threshold), "finite numbers above 0");

    /// <summary>Which methods take which of them.</summary>
    public IReadOnlyList<MethodOption> Table =>
    [
        new(_similarity, GreedyMethods.OfSimilarities),
        new(_gamma, [.. GreedyMethods.OfSimilarities.Except([SelectionMethod.Craig])]),
        new(_cacheBytes, SelectionMethod.FacilityLocation),
        new(_neighbours, SelectionMethod.FacilityLocation),
        new(_relevanceWeight, SelectionMethod.Mmr),
        new(_alpha, SelectionMethod.GraphCut),
        new(_saturation, SelectionMethod.SaturatedCoverage),
        new(_ridge, SelectionMethod.Dpp),
        new(_concave, SelectionMethod.FeatureBased),
        new(_coverageThreshold, SelectionMethod.MaxCoverage),
    ];

    /// <summary>Those that need all rows in one place.</summary>
    public IReadOnlyList<Option> InOnePlace => [_cacheBytes, _neighbours];

    /// <summary>Refuses options that contradict each other.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="InvalidInputException">They do.</exception>
    public void Check(ParseResult parsed, SelectionMethod method)
    {
        Similarity? similarity = parsed.GetValue(_similarity);
        if (parsed.GetValue(_gamma) is not null && similarity != Similarity.Rbf) throw new InvalidInputException("--gamma: allowed with --similarity rbf");
        if (similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean && GreedyMethods.WithoutFarthestPair.Contains(method))
            throw new InvalidInputException(
                $"--similarity: found {Vocabulary.Similarities.Word(similarity.Value)}, which is relative to the farthest pair of all rows; allowed with "
                + $"--method {Vocabulary.Methods.Word(method)} are "
                + string.Join(", ", Vocabulary.Similarities.Keys.Where(word => !word.StartsWith("max-", System.StringComparison.Ordinal))));
    }

    /// <summary>Adds to a request what the user asked for.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="request">The request.</param>
    public GreedyRequest Read(ParseResult parsed, GreedyRequest request) => request with
    {
        Similarity = parsed.GetValue(_similarity),
        Gamma = parsed.GetValue(_gamma) ?? 0,
        CacheBytes = parsed.GetValue(_cacheBytes) ?? 0,
        Neighbours = parsed.GetValue(_neighbours) ?? 0,
        RelevanceWeight = parsed.GetValue(_relevanceWeight) ?? request.RelevanceWeight,
        Alpha = parsed.GetValue(_alpha) ?? request.Alpha,
        Saturation = parsed.GetValue(_saturation) ?? request.Saturation,
        Ridge = parsed.GetValue(_ridge) ?? request.Ridge,
        Concave = parsed.GetValue(_concave) ?? request.Concave,
        CoverageThreshold = parsed.GetValue(_coverageThreshold) ?? request.CoverageThreshold,
    };
}
