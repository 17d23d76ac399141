using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> that say what is picked.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<SelectionMethod?> _method = TypedOptions.Choice(
        "--method", "how to pick (default sensitivity)", Vocabulary.Methods);
    private readonly SizeOptions _size = new();
    private readonly ClusteringOptions _clustering = new();
    private readonly ObjectiveOptions _objective = new();
    private readonly OptimizerOptions _optimizer = new();
    private readonly TermsOptions _terms = new();
    private readonly ReferenceOptions _references = new();

    /// <summary>The one place that says which methods take an option that not all of them do.</summary>
    private IReadOnlyList<MethodOption> Table =>
        [new(_size.EpsilonOption, ClusteringOptions.Methods), .. _clustering.Table, .. _objective.Table, .. _optimizer.Table, .. _terms.Table,
            .. _references.Table];

    /// <summary>Those that need all rows in one place.</summary>
    public IEnumerable<Option> InOnePlace => [.. _objective.InOnePlace, .. _terms.Table.Select(terms => terms.Option), .. _references.Table.Select(rows => rows.Option)];

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_method);
        _size.AddTo(command);
        _clustering.AddTo(command);
        foreach (MethodOption option in Table) option.AddTo(command);
    }

    /// <summary>The files that will be read.</summary>
    /// <param name="parsed">The arguments.</param>
    public IReadOnlyList<string?> Files(ParseResult parsed) => [.. _terms.Files(parsed), .. _references.Files(parsed)];

    /// <summary>Refuses options that contradict each other, or that the method would ignore, before any work is done.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <param name="showsLabels">Whether labels are of use to any method, since they are shown.</param>
    /// <exception cref="InvalidInputException">They do.</exception>
    public void Check(ParseResult parsed, InputRequest input, bool showsLabels)
    {
        SelectionMethod method = Method(parsed);
        _size.Check(parsed, hasBudget: _terms.HasBudget(parsed));
        foreach (MethodOption option in Table) option.Check(parsed, method);
        if (input.WeightsFile is not null && !ClusteringOptions.Methods.Contains(method) && !GreedyMethods.Weighted.Contains(method))
            throw new InvalidInputException($"--weights: not with --method {Vocabulary.Methods.Word(method)}");
        _clustering.Check(parsed, method, input.LabelsFile is not null && !showsLabels, searches: _size.Epsilon(parsed) is not null);
        _objective.Check(parsed, method);
        _optimizer.Check(parsed);
        _terms.Check(parsed);
        _references.Check(parsed, method);
    }

    /// <summary>What the user asked for; the greedy part is to be disposed.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <param name="data">What to pick from.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <param name="cancellation">Ends the load of files.</param>
    /// <exception cref="InvalidInputException">More rows are to be picked than there are, or a file does not go with the rows.</exception>
    public SelectionRequest Read(
        ParseResult parsed, InputRequest input, InputData data, ulong seed, int threads, CancellationToken cancellation)
    {
        SelectionMethod method = Method(parsed);
        GreedyRequest greedy = _terms.Read(parsed, _optimizer.Read(parsed, _objective.Read(parsed, GreedyRequest.Usual)), data);
        greedy = _references.Read(parsed, greedy, input, data, cancellation);
        // A search begins at the least that may serve the clusters, and a budget ends at the most that it can pay for.
        int rows = data.Count, size = _size.Read(parsed, rows) ?? (greedy.Budget > 0 ? greedy.MostPicks : Math.Min(_clustering.Clusters(parsed), rows));
        _clustering.Check(parsed, method, data.Labels is not null, size, _size.Given(parsed));
        if (size > rows && method != SelectionMethod.Oversample)
            throw new InvalidInputException($"--size: found {size}, allowed are 1 to {rows}, the rows of {data.Name}");
        return _clustering.Read(parsed, new SelectionRequest
        {
            Method = method,
            Size = size,
            Epsilon = _size.Epsilon(parsed),
            Greedy = greedy,
            Seed = seed,
            Threads = threads,
        });
    }

    /// <summary>The same of rows that many processes hold.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="rows">How many rows they hold together.</param>
    /// <param name="name">What the user called the input.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <exception cref="InvalidInputException">More rows are to be picked than there are.</exception>
    public SelectionRequest ReadAcross(ParseResult parsed, int rows, string name, ulong seed, int threads)
    {
        SelectionMethod method = Method(parsed);
        int size = _size.Read(parsed, rows)!.Value;
        _clustering.Check(parsed, method, labelled: false, size, _size.Given(parsed));
        if (size > rows) throw new InvalidInputException($"--size: found {size}, allowed are 1 to {rows}, the rows of {name}");
        GreedyRequest greedy = _optimizer.Read(parsed, _objective.Read(parsed, GreedyRequest.Usual));
        return _clustering.Read(parsed, new SelectionRequest { Method = method, Size = size, Greedy = greedy, Seed = seed, Threads = threads });
    }

    /// <summary>Refuses what depends on how processes share out the rows.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <exception cref="InvalidInputException">There is such an option.</exception>
    public void CheckAcross(ParseResult parsed) => _optimizer.CheckAcross(parsed);

    /// <summary>Whether the size is to be found.</summary>
    /// <param name="parsed">The arguments.</param>
    public bool Searches(ParseResult parsed) => _size.Epsilon(parsed) is not null;

    /// <summary>The method.</summary>
    /// <param name="parsed">The arguments.</param>
    public SelectionMethod Method(ParseResult parsed) => parsed.GetValue(_method) ?? SelectionMethod.Sensitivity;
}
