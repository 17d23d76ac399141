using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> with rows beside those of the input: what picks stand for, shall be like, and shall not repeat.</summary>
internal sealed class ReferenceOptions
{
    private readonly Option<string?> _query = TypedOptions.File(
        "--query", "what picks shall be like: rows of as many values as the input's, in any format of INPUT, standardized and normalized with it; one of "
        + "them for mmr, any number for facility-location, where a row counts up to --eta times its similarity to the nearest of these");
    private readonly Option<string?> _represented = TypedOptions.File("--represented", "the rows that picks stand for, a file like that of --query (default those of the input)");
    private readonly Option<string?> _private = TypedOptions.File(
        "--private", "what is there already and gains nothing, a file like that of --query: a row counts from --nu times its similarity to the nearest of these on");
    private readonly Option<double?> _eta = Factor("--eta", $"with --query (default {GreedyRequest.Usual.Eta})");
    private readonly Option<double?> _nu = Factor("--nu", $"with --private (default {GreedyRequest.Usual.Nu})");
    private readonly Option<bool> _representQuery = new("--represent-query")
    {
        Description = "picks stand for the rows of --query, each with --eta times its own similarity to the nearest of them on top",
    };

    /// <summary>Which methods take which of them.</summary>
    public IReadOnlyList<MethodOption> Table =>
    [
        new(_query, SelectionMethod.FacilityLocation, SelectionMethod.Mmr),
        .. new Option[] { _represented, _private, _eta, _nu, _representQuery }.Select(option => new MethodOption(option, SelectionMethod.FacilityLocation)),
    ];

    /// <summary>The files that will be read.</summary>
    /// <param name="parsed">The arguments.</param>
    public IReadOnlyList<string?> Files(ParseResult parsed) => [.. new[] { _query, _represented, _private }.Select(parsed.GetValue)];

    /// <summary>Refuses one without the other, and methods without what they need.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="InvalidInputException">There is one.</exception>
    public void Check(ParseResult parsed, SelectionMethod method)
    {
        bool query = parsed.GetValue(_query) is not null;
        if (method == SelectionMethod.Mmr && !query)
            throw new InvalidInputException($"--query: found none, --method {Vocabulary.Methods.Word(method)} needs the row that picks shall be like");
        if (!query && parsed.GetValue(_eta) is not null) throw new InvalidInputException("--eta: allowed with --query");
        if (!query && parsed.GetValue(_representQuery)) throw new InvalidInputException("--represent-query: allowed with --query");
        if (parsed.GetValue(_private) is null && parsed.GetValue(_nu) is not null) throw new InvalidInputException("--nu: allowed with --private");
        if (parsed.GetValue(_representQuery) && parsed.GetValue(_represented) is not null)
            throw new InvalidInputException("--represent-query: not together with --represented");
    }

    /// <summary>Adds to a request what the files say.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="request">The request.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <param name="data">What to pick from.</param>
    /// <param name="cancellation">Ends the load.</param>
    /// <exception cref="InvalidInputException">A file does not go with the input.</exception>
    public GreedyRequest Read(
        ParseResult parsed, GreedyRequest request, InputRequest input, InputData data, CancellationToken cancellation)
    {
        bool apart = parsed.GetValue(_representQuery) || parsed.GetValue(_represented) is not null;
        if (apart && data.Weights.Length > 0)
            throw new InvalidInputException("--weights: found weights of the rows of the input, and other rows that picks stand for (--represented, --represent-query)");
        return request with
        {
            Query = Rows(_query),
            Represented = Rows(_represented),
            Private = Rows(_private),
            Eta = parsed.GetValue(_eta) ?? request.Eta,
            Nu = parsed.GetValue(_nu) ?? request.Nu,
            RepresentQuery = parsed.GetValue(_representQuery),
        };

        InputData? Rows(Option<string?> option) =>
            parsed.GetValue(option) is { } file ? InputLoader.LoadBeside(file, data, input, cancellation) : null;
    }

    private static Option<double?> Factor(string name, string description) =>
        TypedOptions.Number<double>(name, description, static factor => factor >= 0 && double.IsFinite(factor), "finite numbers from 0");
}
