using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> that say how the next pick is looked for.</summary>
internal sealed class OptimizerOptions
{
    private static readonly GreedyOptimizer[] OfEpsilon =
        [GreedyOptimizer.Stochastic, GreedyOptimizer.LazierThanLazy, GreedyOptimizer.Threshold, GreedyOptimizer.Sieve];

    private readonly Option<GreedyOptimizer?> _optimizer = TypedOptions.Choice(
        "--optimizer", "how the next pick is found: the best one (lazy, the default, naive, two-stage), or one nearly as good in less time", Vocabulary.Optimizers);
    private readonly Option<double?> _beta = TypedOptions.Number<double>(
        "--beta", $"the share of the largest gain that approximate-lazy makes do with (default {GreedyRequest.Usual.Beta})",
        static beta => beta is > 0 and <= 1, "numbers above 0 and up to 1");
    private readonly Option<double?> _epsilon = TypedOptions.Number<double>(
        "--epsilon-greedy", $"the accuracy of {Words(OfEpsilon)} (default 0.01; of sieve 0.1)",
        static epsilon => epsilon is > 0 and < 1, "numbers above 0 and below 1");
    private readonly Option<int?> _partitions = TypedOptions.Count("--partitions", $"the random blocks of randgreedi (default {GreedyRequest.Usual.Partitions})");

    private readonly Option<bool> _localPartitions = new("--local-partitions")
    {
        Description = "each block of randgreedi is judged by its own rows alone, which takes a --partitions-th of the work; what is picked of their picks, by all rows",
    };

    /// <summary>Which methods take which of them.</summary>
    public IReadOnlyList<MethodOption> Table =>
    [
        .. new Option[] { _optimizer, _beta, _epsilon, _partitions }.Select(option => new MethodOption(option, GreedyMethods.All)),
        new(_localPartitions, SelectionMethod.FacilityLocation),
    ];

    /// <summary>Refuses options of another optimizer.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <exception cref="InvalidInputException">There is one.</exception>
    public void Check(ParseResult parsed)
    {
        Check(parsed, _beta, GreedyOptimizer.ApproximateLazy);
        Check(parsed, _epsilon, OfEpsilon);
        Check(parsed, _partitions, GreedyOptimizer.RandomPartition);
        if (parsed.GetValue(_localPartitions)) Check(parsed, _localPartitions, GreedyOptimizer.RandomPartition);
    }

    /// <summary>Refuses an optimizer whose picks depend on how processes share out the rows.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <exception cref="InvalidInputException">That was asked for.</exception>
    public void CheckAcross(ParseResult parsed)
    {
        if (Optimizer(parsed) == GreedyOptimizer.ApproximateLazy)
            throw new InvalidInputException($"{_optimizer.Name}: found {Vocabulary.Optimizers.Word(GreedyOptimizer.ApproximateLazy)}, whose picks depend on bounds; not with {MpiOption.Name}");
    }

    /// <summary>Adds to a request what the user asked for.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="request">The request.</param>
    public GreedyRequest Read(ParseResult parsed, GreedyRequest request) => request with
    {
        Optimizer = Optimizer(parsed),
        Beta = parsed.GetValue(_beta) ?? request.Beta,
        Epsilon = parsed.GetValue(_epsilon) ?? 0,
        Partitions = parsed.GetValue(_partitions) ?? request.Partitions,
        LocalPartitions = parsed.GetValue(_localPartitions),
    };

    private GreedyOptimizer Optimizer(ParseResult parsed) => parsed.GetValue(_optimizer) ?? GreedyRequest.Usual.Optimizer;

    private void Check(ParseResult parsed, Option option, params GreedyOptimizer[] optimizers)
    {
        if (parsed.GetResult(option) is not null && !optimizers.Contains(Optimizer(parsed)))
            throw new InvalidInputException($"{option.Name}: allowed with --optimizer {Words(optimizers)}, found {Vocabulary.Optimizers.Word(Optimizer(parsed))}");
    }

    private static string Words(IReadOnlyList<GreedyOptimizer> optimizers) => Vocabulary.List(optimizers.Select(Vocabulary.Optimizers.Word));
}
