using System.Collections.Generic;
using System.CommandLine;
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
    private readonly SubmodularOptions _submodular = new();

    /// <summary>The one place that says which methods take an option that not all of them do.</summary>
    private IReadOnlyList<MethodOption> Table =>
        [new(_size.EpsilonOption, ClusteringOptions.Methods), .. _clustering.Table, .. _submodular.Table];

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
    public IReadOnlyList<string?> Files(ParseResult parsed) => _submodular.Files(parsed);

    /// <summary>Refuses options that contradict each other, or that the method would ignore, before any work is done.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <exception cref="InvalidInputException">They do.</exception>
    public void Check(ParseResult parsed, InputRequest input)
    {
        SelectionMethod method = Method(parsed);
        _size.Check(parsed);
        foreach (MethodOption option in Table) option.Check(parsed, method);
        if (input.WeightsFile is not null && method is SelectionMethod.Mmr or SelectionMethod.Undersample or SelectionMethod.Oversample)
            throw new InvalidInputException($"--weights: not with --method {Vocabulary.Methods.Word(method)}");
        _clustering.Check(parsed, method, input.LabelsFile is not null, searches: _size.Epsilon(parsed) is not null);
        _submodular.Check(parsed, method);
    }

    /// <summary>What the user asked for; its terms are to be disposed.</summary>
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
        int rows = data.Rows.Count, size = _size.Read(parsed, data, _clustering.Clusters(parsed));
        SelectionMethod method = Method(parsed);
        _clustering.Check(parsed, method, data, size, _size.Given(parsed));
        if (size > rows && method != SelectionMethod.Oversample)
            throw new InvalidInputException($"--size: found {size}, allowed are 1 to {rows}, the rows of {data.Name}");
        var request = new SelectionRequest { Method = method, Size = size, Epsilon = _size.Epsilon(parsed), Seed = seed, Threads = threads };
        return _submodular.Read(parsed, _clustering.Read(parsed, request), input, data, cancellation);
    }

    private SelectionMethod Method(ParseResult parsed) => parsed.GetValue(_method) ?? SelectionMethod.Sensitivity;
}
