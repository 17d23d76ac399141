using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> for rows that stand for clusters, and for labelled rows.</summary>
internal sealed class ClusteringOptions
{
    /// <summary>The methods that these options are about.</summary>
    public static readonly IReadOnlyList<SelectionMethod> Methods =
        [.. Vocabulary.Methods.Values.Where(method => ClusteringConstruction.Of(method) is not null)];

    private const int DefaultClusters = 10;

    private readonly Option<int?> _clusters = TypedOptions.Count("--clusters", $"the k that a k-means coreset is for (default {DefaultClusters})");
    private readonly Option<Metric?> _metric = TypedOptions.Choice(
        "--metric", "what is minimised (default squared-euclidean, the only one for coreset-tree and bico), or how far apart picks are (disparity-sum and -min, default euclidean)", Vocabulary.Metrics);
    private readonly Option<double?> _radius = TypedOptions.Number<double>(
        "--radius", "end before --size once every row is as near as this to its pick (kcenter), or the groups' radii are on average (protras)",
        static radius => radius > 0 && double.IsFinite(radius), "finite numbers above 0");
    private readonly Option<double?> _outliers = TypedOptions.Number<double>(
        "--outliers", "how many rows, by weight, may be outliers: left uncovered and listed in the summary (kcenter), or the farthest three times as many kept (sensitivity)",
        static outliers => outliers > 0 && double.IsFinite(outliers), "finite numbers above 0");
    private readonly Option<ClassBalance?> _balance = TypedOptions.Choice(
        "--balance", "how picks are shared out among the classes of --labels, each of which keeps its mass (default of craig with labels: proportional)", Vocabulary.Balances);
    private readonly Option<int?> _minPerClass = TypedOptions.Count("--min-per-class", "least picks of a class, with --balance or --method craig (default 1)");
    private readonly Option<bool> _equalize = new("--equalize-classes")
    {
        Description = "scale weights so that every class counts as much as any other, with --balance",
    };

    /// <summary>Which methods take which of them; <c>--clusters</c> says what a coreset is for, and is let through.</summary>
    public IReadOnlyList<MethodOption> Table =>
    [
        new(_metric, [.. Methods, .. GreedyMethods.OfDistances]),
        new(_radius, SelectionMethod.KCenter, SelectionMethod.ProTraS),
        new(_outliers, SelectionMethod.KCenter, SelectionMethod.Sensitivity),
        new(_balance, [.. Methods, SelectionMethod.Craig]),
        new(_minPerClass, [.. Methods, SelectionMethod.Craig]),
        new(_equalize, Methods),
    ];

    /// <summary>Adds those that go with every method to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => command.Add(_clusters);

    /// <summary>How many clusters the rows are to serve.</summary>
    /// <param name="parsed">The arguments.</param>
    public int Clusters(ParseResult parsed) => parsed.GetValue(_clusters) ?? DefaultClusters;

    /// <summary>Refuses options that contradict each other.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="method">The method.</param>
    /// <param name="labels">Whether there is a file of labels that nothing but the selection needs.</param>
    /// <param name="searches">Whether the size is to be found.</param>
    /// <exception cref="InvalidInputException">They do.</exception>
    public void Check(ParseResult parsed, SelectionMethod method, bool labels, bool searches)
    {
        if (method is SelectionMethod.CoresetTree or SelectionMethod.Bico && parsed.GetValue(_metric) is { } metric and not Metric.SquaredEuclidean)
            throw Misplaced(_metric, $"found {Vocabulary.Metrics.Word(metric)}, --method {Vocabulary.Methods.Word(method)} allows squared-euclidean only");
        bool balance = parsed.GetValue(_balance) is not null;
        if (parsed.GetValue(_outliers) is not null)
        {
            if (searches) throw Misplaced(_outliers, "not together with --epsilon");
            if (parsed.GetValue(_radius) is not null) throw Misplaced(_outliers, "not together with --radius");
            if (balance) throw Misplaced(_outliers, "not together with --balance");
        }
        if (searches && balance) throw new InvalidInputException("--epsilon: not with --balance");
        if (labels && !balance && method is not (SelectionMethod.Undersample or SelectionMethod.Oversample or SelectionMethod.Craig))
            throw new InvalidInputException("--labels: allowed with --balance, --report, --method undersample, oversample and craig");
        if (!balance && method != SelectionMethod.Craig && parsed.GetValue(_minPerClass) is not null) throw Misplaced(_minPerClass, "allowed with --balance");
        if (!balance && parsed.GetValue(_equalize)) throw Misplaced(_equalize, "allowed with --balance");
    }

    /// <summary>Refuses rows that these options cannot go with.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="method">The method.</param>
    /// <param name="labelled">Whether the rows have labels.</param>
    /// <param name="size">How many are to be picked.</param>
    /// <param name="sizeOption">What said so.</param>
    /// <exception cref="InvalidInputException">There are no labels, or fewer picks than clusters.</exception>
    public void Check(ParseResult parsed, SelectionMethod method, bool labelled, int size, string sizeOption)
    {
        string? needs = parsed.GetValue(_balance) is not null ? "--balance"
            : method is SelectionMethod.Undersample or SelectionMethod.Oversample ? $"--method {Vocabulary.Methods.Word(method)}"
            : null;
        if (needs is not null && !labelled)
            throw new InvalidInputException($"{needs}: found no labels, needs --labels FILE or --label-column");
        if (method is SelectionMethod.Sensitivity or SelectionMethod.FastCoreset && parsed.GetValue(_clusters) is { } clusters && size < clusters)
            throw new InvalidInputException(
                $"{sizeOption}: found {size} rows, allowed are {clusters} (--clusters) and more: fewer rows cannot serve as many centres");
    }

    /// <summary>Adds to a request what the user asked for.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="request">The request.</param>
    public SelectionRequest Read(ParseResult parsed, SelectionRequest request) => request with
    {
        Clusters = parsed.GetValue(_clusters),
        Radius = parsed.GetValue(_radius) ?? 0,
        Outliers = parsed.GetValue(_outliers) ?? 0,
        Balance = parsed.GetValue(_balance) ?? ClassBalance.None,
        MinPerClass = parsed.GetValue(_minPerClass) ?? 1,
        EqualizeClasses = parsed.GetValue(_equalize),
        Metric = parsed.GetValue(_metric),
    };

    private static InvalidInputException Misplaced(Option option, string why) => new($"{option.Name}: {why}");
}
