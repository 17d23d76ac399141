using System;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options of <c>select</c> that say what is picked.</summary>
internal sealed class SelectionOptions
{
    private const int DefaultClusters = 10;

    private readonly Option<SelectionMethod?> _method = TypedOptions.Choice(
        "--method", "how to pick (default sensitivity)", Vocabulary.Methods);
    private readonly Option<int?> _size = TypedOptions.Count("--size", "how many rows to pick");
    private readonly Option<double?> _fraction = TypedOptions.Number<double>(
        "--fraction", "how many rows to pick, as a share of all", static share => share is > 0 and <= 1, "numbers above 0 and up to 1");
    private readonly Option<double?> _epsilon = TypedOptions.Number<double>(
        "--epsilon", "how good: the smallest size, from --clusters on, whose measured distortion is at most 1 + this; tries some ten sizes",
        static epsilon => epsilon >= 0 && double.IsFinite(epsilon), "finite numbers from 0");
    private readonly Option<int?> _clusters = TypedOptions.Count("--clusters", $"the k that a k-means coreset is for (default {DefaultClusters})");
    private readonly Option<Metric?> _metric = TypedOptions.Choice(
        "--metric", "what the samplers minimise (default squared-euclidean, the only one for coreset-tree and bico)", Vocabulary.Metrics);
    private readonly Option<double?> _radius = TypedOptions.Number<double>(
        "--radius", "end before --size once every row is as near as this to its pick (kcenter), or the groups' radii are on average (protras)",
        static radius => radius > 0 && double.IsFinite(radius), "finite numbers above 0");
    private readonly Option<double?> _outliers = TypedOptions.Number<double>(
        "--outliers", "how many rows, by weight, may be outliers: left uncovered and listed in the summary (kcenter), or the farthest three times as many kept (sensitivity)",
        static outliers => outliers > 0 && double.IsFinite(outliers), "finite numbers above 0");
    private readonly Option<ClassBalance?> _balance = TypedOptions.Choice(
        "--balance", "how picks are shared out among the classes of --labels, each of which keeps its mass", Vocabulary.Balances);
    private readonly Option<int?> _minPerClass = TypedOptions.Count("--min-per-class", "least picks of a class, with --balance (default 1)");
    private readonly Option<bool> _equalize = new("--equalize-classes")
    {
        Description = "scale weights so that every class counts as much as any other, with --balance",
    };
    private readonly Option<Similarity?> _similarity = TypedOptions.Choice(
        "--similarity", "what facility-location maximises (default max-squared-euclidean)", Vocabulary.Similarities);
    private readonly Option<double?> _gamma = TypedOptions.Number<double>(
        "--gamma", "of --similarity rbf; default 1 / dimension",
        static gamma => gamma > 0 && double.IsFinite(gamma), "finite numbers above 0");
    private readonly Option<long?> _cacheBytes = TypedOptions.Number<long>(
        "--cache-bytes", "what facility-location may spend on remembering similarities; changes no pick (default 0: of few rows only)",
        static bytes => bytes >= 0, $"whole numbers from 0 to {long.MaxValue}");

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        Option[] options =
            [_method, _size, _fraction, _epsilon, _clusters, _metric, _radius, _outliers, _balance, _minPerClass, _equalize, _similarity, _gamma,
                _cacheBytes];
        foreach (Option option in options) command.Add(option);
    }

    /// <summary>Refuses options that contradict each other before any work is done; those that change no pick are let through.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <exception cref="InvalidInputException">They do.</exception>
    public void Check(ParseResult parsed)
    {
        Option[] sizes = [_size, _fraction, _epsilon];
        string[] given = [.. sizes.Where(size => parsed.GetResult(size) is not null).Select(size => size.Name)];
        if (given.Length != 1)
            throw new InvalidInputException(
                $"{string.Join(", ", sizes.Select(size => size.Name))}: found {(given is [] ? "none" : string.Join(" and ", given))}, "
                + "expected one of them, such as --size 100");
        bool facilityLocation = Method(parsed) == SelectionMethod.FacilityLocation;
        if (!facilityLocation && parsed.GetValue(_similarity) is not null)
            throw Misplaced("--similarity", "allowed with --method facility-location");
        if (Method(parsed) is SelectionMethod.CoresetTree or SelectionMethod.Bico && parsed.GetValue(_metric) is { } metric and not Metric.SquaredEuclidean)
            throw Misplaced("--metric", $"found {Vocabulary.Metrics.Word(metric)}, --method {Vocabulary.Methods.Word(Method(parsed))} allows squared-euclidean only");
        if (facilityLocation && parsed.GetValue(_metric) is not null)
            throw Misplaced("--metric", "--method facility-location takes --similarity");
        bool centers = Method(parsed) == SelectionMethod.KCenter, radius = parsed.GetValue(_radius) is not null;
        if (radius && !centers && Method(parsed) != SelectionMethod.ProTraS) throw Misplaced("--radius", "allowed with --method kcenter and protras");
        if (parsed.GetValue(_outliers) is not null)
        {
            if (!centers && Method(parsed) != SelectionMethod.Sensitivity) throw Misplaced("--outliers", "allowed with --method kcenter and sensitivity");
            if (parsed.GetValue(_epsilon) is not null) throw Misplaced("--outliers", "not together with --epsilon");
            if (radius) throw Misplaced("--outliers", "not together with --radius");
            if (parsed.GetValue(_balance) is not null) throw Misplaced("--outliers", "not together with --balance");
        }
        bool balance = parsed.GetValue(_balance) is not null;
        if (parsed.GetValue(_epsilon) is not null)
        {
            if (!Samples(Method(parsed))) throw Misplaced("--epsilon", $"not with --method {Vocabulary.Methods.Word(Method(parsed))}");
            if (balance) throw Misplaced("--epsilon", "not with --balance");
        }
        if (!balance && parsed.GetValue(_minPerClass) is not null) throw Misplaced("--min-per-class", "allowed with --balance");
        if (!balance && parsed.GetValue(_equalize)) throw Misplaced("--equalize-classes", "allowed with --balance");
        if (balance && !Samples(Method(parsed))) throw Misplaced("--balance", $"not with --method {Vocabulary.Methods.Word(Method(parsed))}");
        if (parsed.GetValue(_gamma) is not null && parsed.GetValue(_similarity) != Similarity.Rbf)
            throw Misplaced("--gamma", "allowed with --similarity rbf");
    }

    /// <summary>What the user asked for.</summary>
    /// <param name="parsed">The arguments, checked.</param>
    /// <param name="data">What to pick from.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <exception cref="InvalidInputException">More rows are to be picked than there are.</exception>
    public SelectionRequest Read(ParseResult parsed, InputData data, ulong seed, int threads)
    {
        int rows = data.Rows.Count;
        int size = parsed.GetValue(_size)
            ?? (parsed.GetValue(_fraction) is { } share ? Math.Max(1, (int)Math.Round(share * rows))
            : Math.Min(parsed.GetValue(_clusters) ?? DefaultClusters, rows)); // where --epsilon starts
        CheckLabels(parsed, data);
        if (size > rows && Method(parsed) != SelectionMethod.Oversample) throw new InvalidInputException($"--size: found {size}, allowed are 1 to {rows}, the rows of {data.Name}");
        if (Method(parsed) is SelectionMethod.Sensitivity or SelectionMethod.FastCoreset && parsed.GetValue(_clusters) is { } clusters && size < clusters)
            throw new InvalidInputException(
                $"{(parsed.GetValue(_size) is null ? "--fraction" : "--size")}: found {size} rows, allowed are {clusters} (--clusters) and "
                + "more: fewer rows cannot serve as many centres");
        return new SelectionRequest
        {
            Method = Method(parsed),
            Size = size,
            Epsilon = parsed.GetValue(_epsilon),
            Clusters = parsed.GetValue(_clusters),
            Radius = parsed.GetValue(_radius) ?? 0,
            Outliers = parsed.GetValue(_outliers) ?? 0,
            Balance = parsed.GetValue(_balance) ?? ClassBalance.None,
            MinPerClass = parsed.GetValue(_minPerClass) ?? 1,
            EqualizeClasses = parsed.GetValue(_equalize),
            Metric = parsed.GetValue(_metric) ?? Metric.SquaredEuclidean,
            Similarity = parsed.GetValue(_similarity) ?? Similarity.MaxSquaredEuclidean,
            Gamma = parsed.GetValue(_gamma),
            CacheBytes = parsed.GetValue(_cacheBytes) ?? 0,
            Seed = seed,
            Threads = threads,
        };
    }

    private SelectionMethod Method(ParseResult parsed) => parsed.GetValue(_method) ?? SelectionMethod.Sensitivity;

    private static bool Samples(SelectionMethod method) => ClusteringConstruction.Of(method) is not null;

    private void CheckLabels(ParseResult parsed, InputData data)
    {
        if (data.Labels is not null) return;
        SelectionMethod method = Method(parsed);
        string? needs = parsed.GetValue(_balance) is not null ? "--balance"
            : method is SelectionMethod.Undersample or SelectionMethod.Oversample ? $"--method {Vocabulary.Methods.Word(method)}"
            : null;
        if (needs is not null) throw new InvalidInputException($"{needs}: found no labels, needs --labels FILE or --label-column");
    }

    private static InvalidInputException Misplaced(string option, string why) => new($"{option}: {why}");
}
