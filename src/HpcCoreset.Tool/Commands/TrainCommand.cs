using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using HpcCoreset.Files;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Report;
using HpcCoreset.Tool.Training;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>train</c>: a network on labelled examples, or on a share of them per epoch.</summary>
internal sealed class TrainCommand : Command
{
    private const string DefaultNetwork = "mlp:128";
    private const double DefaultBudget = 0.1;
    private const int DefaultEpochs = 20;
    private const double DefaultCheckpointSeconds = 60;
    private const string CheckpointExtension = ".hpct";
    private const string TableExtension = ".csv";
    private const string ChartExtension = ".svg";

    private readonly CommandContext _context;
    private readonly ExampleOptions _examples = new();
    private readonly LearningOptions _learning = new();
    private readonly RunOptions _run = new();
    private readonly Option<TrainerName?> _trainer = TypedOptions.Choice(
        "--trainer", "which examples each epoch trains on; full: all; all others take as many steps as --budget allows. random: a fresh random share, "
        + "rs2: shares of one random order, craig, gradmatch and glister: a weighted subset whose gradients stand for all, infobatch: passes without "
        + "some of the examples of low loss, crest: batches that are coresets (default full)", Vocabulary.Trainers);
    private readonly Option<double?> _budget = TypedOptions.Number<double>(
        "--budget", $"the share of the examples that an epoch trains on, of all trainers but full (default {DefaultBudget})",
        static budget => budget is > 0 and <= 1, "numbers above 0 and up to 1");
    private readonly Option<int?> _batchesAhead = TypedOptions.Count(
        "--batches-ahead", "of crest: batches that are chosen when a region begins, the others when a step asks for them (default all, as in the paper; 5 is cheaper "
        + "and fails less)");
    private readonly Option<string?> _network = new("--network")
    {
        Description = $"what is trained: {NetworkName.Allowed} (default {DefaultNetwork})",
        HelpName = "name",
    };
    private readonly Option<int?> _epochs = TypedOptions.Count("--epochs", $"how many (default {DefaultEpochs})");
    private readonly Option<int?> _batchSize = TypedOptions.Count("--batch-size", "examples of a training step (default 128)");
    private readonly Option<int?> _seeds = TypedOptions.Count("--seeds", "so many runs, of --seed and the seeds after it: mean and standard deviation (default 1)");
    private readonly Option<string?> _history = TypedOptions.File(
        "--history", "how hard the examples were to learn: of each its forgetting events, losses and picks, epoch after epoch (.csv), or charts of "
        + "those that were picked beside all (.svg); an epoch then also takes a forward pass of all examples");
    private readonly Option<string?> _model = TypedOptions.File(
        "--model-output", "the trained network, as .npz: the arrays of its layers, and the means and deviations that examples are scaled by");
    private readonly Option<string?> _checkpoint = TypedOptions.File(
        "--checkpoint", "what it takes to go on after an interruption, now and then, when interrupted and at the end (.hpct; default: the file of --resume)");
    private readonly Option<double?> _checkpointSeconds = TypedOptions.Number<double>(
        "--checkpoint-seconds", $"least seconds from one time to the next (default {DefaultCheckpointSeconds})",
        static seconds => seconds >= 0 && double.IsFinite(seconds), "finite numbers from 0");
    private readonly Option<string?> _resume = TypedOptions.File(
        "--resume", "go on where --checkpoint of the same command was interrupted: the outcome has the same bytes as if it had not been");

    private readonly ReportOption _report = new("learning curves and classes, and with --history which examples were picked");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public TrainCommand(CommandContext context) : base(
        "train", "Train a network on labelled examples or on a share of them per epoch, and test it. A smaller budget has as many steps fewer, and passes "
        + "through the whole schedule of learning rates all the same.")
    {
        _context = context;
        _examples.AddTo(this);
        foreach (Option option in (Option[])[_trainer, _budget, _batchesAhead, _network, _epochs, _batchSize]) Add(option);
        _learning.AddTo(this);
        foreach (Option option in (Option[])[_seeds, _history, _model, _checkpoint, _checkpointSeconds, _resume]) Add(option);
        _report.AddTo(this);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        ExampleSource source = _examples.Read(parsed);
        TrainerName trainer = parsed.GetValue(_trainer) ?? TrainerName.Full;
        TrainingRequest request = Read(parsed, source, trainer);

        (LabelledData training, LabelledData test) = ExampleLoader.Load(source, _run.Seed(parsed), _context.Cancellation);
        TrainingOutcome[] outcomes = new ModelTraining(request, training, test, _context.Cancellation)
            .Run(new ProgressDisplay(_context.Error, _context.Interactive));

        string name = Vocabulary.Trainers.Word(trainer);
        using var files = new OutputFiles();
        if (parsed.GetValue(_history) is { } history) files.Write(history, stream => Write(outcomes[0].History!, history, stream));
        if (parsed.GetValue(_model) is { } model) files.Write(model, stream => ModelFile.Write(stream, outcomes[0].Arrays, training));
        if (_report.Path(parsed) is not null)
            _report.Write(parsed, files, TrainReport.Of(parsed, source.Source, Facts(name, request, training, outcomes[^1]), training, test, outcomes));
        files.Commit();
        if (_run.Summary(parsed) is not null) Summary.WriteJson(_context.Out, Summarise(name, request.Network.Design(training).Name, outcomes));
        else Summary.Write(_context.Out, Describe(name, request, training, test, outcomes), format: null);
        return ExitCode.Done;
    }

    private TrainingRequest Read(ParseResult parsed, ExampleSource source, TrainerName trainer)
    {
        if (trainer == TrainerName.Full && parsed.GetValue(_budget) is not null)
            throw new InvalidInputException("--budget: allowed with all trainers but full, found full");
        int? ahead = parsed.GetValue(_batchesAhead);
        if (trainer != TrainerName.Crest && ahead is not null)
            throw new InvalidInputException($"--batches-ahead: allowed with --trainer crest, found {Vocabulary.Trainers.Word(trainer)}");
        TrainerOptions chosen = Chosen(trainer, ahead ?? 0);
        var options = new TrainingOptions
        {
            Trainer = parsed.GetValue(_history) is null ? chosen : new RecordedTrainerOptions { Trainer = chosen },
            Epochs = parsed.GetValue(_epochs) ?? DefaultEpochs,
            Budget = trainer == TrainerName.Full ? 1 : parsed.GetValue(_budget) ?? DefaultBudget,
            Seed = _run.Seed(parsed),
            Threads = _run.Threads(parsed),
        };
        options = _learning.Read(parsed, options with { BatchSize = parsed.GetValue(_batchSize) ?? options.BatchSize });
        (int seeds, string? resume) = (parsed.GetValue(_seeds) ?? 1, parsed.GetValue(_resume));
        string? checkpoint = parsed.GetValue(_checkpoint);
        if (seeds > 1 && (checkpoint ?? resume) is not null)
            throw new InvalidInputException($"--checkpoint, --resume: allowed with --seeds 1, found {seeds}");
        string? history = parsed.GetValue(_history);
        if (seeds > 1 && history is not null) throw new InvalidInputException($"--history: allowed with --seeds 1, found {seeds}");
        string? model = parsed.GetValue(_model);
        if (seeds > 1 && model is not null) throw new InvalidInputException($"--model-output: allowed with --seeds 1, found {seeds}");
        if (resume is not null && !File.Exists(resume)) throw new InvalidInputException($"--resume: {resume}: {(Directory.Exists(resume) ? "is a directory, allowed is a file" : "no such file")}");
        var outputs = new OutputPaths(source.Source, source.Labels, source.Test, source.TestLabels);
        outputs.Check(checkpoint is null ? "--resume" : "--checkpoint", checkpoint ?? resume, CheckpointExtension);
        outputs.Check("--history", history, TableExtension, ChartExtension);
        outputs.Check("--model-output", model, ModelFile.Extension);
        _report.Check(parsed, outputs);
        if (parsed.GetValue(_checkpointSeconds) is not null && (checkpoint ?? resume) is null)
            throw new InvalidInputException("--checkpoint-seconds: allowed with --checkpoint or --resume, found neither");
        return new TrainingRequest(
            NetworkName.Parse(parsed.GetValue(_network) ?? DefaultNetwork), options, seeds, checkpoint ?? resume,
            parsed.GetValue(_checkpointSeconds) ?? DefaultCheckpointSeconds, resume);
    }

    private static void Write(LearningHistory history, string file, Stream stream)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        if (Path.GetExtension(file).Equals(ChartExtension, StringComparison.OrdinalIgnoreCase)) history.WriteChart(writer);
        else history.WriteCsv(writer);
    }

    private static TrainerOptions Chosen(TrainerName trainer, int batchesAhead) => trainer switch
    {
        TrainerName.Full or TrainerName.Random => new RandomTrainerOptions(),
        TrainerName.Rs2 => new RandomTrainerOptions { WithoutReplacement = true },
        TrainerName.Craig => new CraigTrainerOptions(),
        TrainerName.GradMatch => new GradMatchOptions(),
        TrainerName.Glister => new GlisterOptions(),
        TrainerName.InfoBatch => new InfoBatchOptions(),
        TrainerName.Crest => new CrestOptions { BatchesAhead = batchesAhead },
        _ => throw new ArgumentOutOfRangeException(nameof(trainer), trainer, null),
    };

    private static JsonObject Summarise(string trainer, string network, TrainingOutcome[] outcomes) => outcomes is [var only]
        ? Summarise(trainer, network, only)
        : new JsonObject
        {
            ["trainer"] = trainer,
            ["network"] = network,
            ["test_accuracy"] = outcomes.Average(outcome => outcome.TestAccuracy),
            ["test_accuracy_deviation"] = Deviation(outcomes),
            ["runs"] = new JsonArray([.. outcomes.Select(outcome => Summarise(trainer, network, outcome))]),
        };

    private static JsonObject Summarise(string trainer, string network, TrainingOutcome outcome) => new()
    {
        ["trainer"] = trainer,
        ["network"] = network,
        ["seed"] = outcome.Seed,
        ["test_accuracy"] = outcome.TestAccuracy,
        ["steps"] = outcome.Account.Steps,
        ["backprops"] = outcome.Account.Backprops,
        ["forward_examples"] = outcome.Account.ForwardExamples,
        ["hessian_vector_products"] = outcome.Account.HessianVectorProducts,
        ["selections"] = outcome.Account.Selections,
        ["seconds"] = new JsonObject
        {
            ["total"] = outcome.Account.Seconds,
            ["selection"] = outcome.Account.SelectionSeconds,
            ["selection_forward"] = outcome.Account.ForwardSeconds,
            ["selection_model"] = outcome.Account.ModelSeconds,
            ["selection_check"] = outcome.Account.CheckSeconds,
            ["training"] = outcome.Account.TrainingSeconds,
        },
        ["curve"] = new JsonArray([.. outcome.Curve.Select(point => new JsonObject
        {
            ["seconds"] = point.Seconds,
            ["backprops"] = point.Backprops,
            ["test_accuracy"] = point.TestAccuracy,
        })]),
    };

    private static (string Name, FormattableString Value)[] Facts(
        string trainer, TrainingRequest request, LabelledData training, TrainingOutcome last) =>
    [
        ("Trainer", $"{trainer}"),
        ("Network", $"{request.Network.Design(training).Name}, {last.Parameters:N0} parameters"),
        ("Budget", $"{100 * request.Options.Budget:0.####} % of the examples per epoch, {request.Options.Epochs:N0} epochs"),
        ("Seed", request.Seeds == 1 ? (FormattableString)$"{request.Options.Seed}" : $"{request.Options.Seed}, and the {request.Seeds - 1} after it"),
        ("Threads", $"{request.Options.Threads}"),
        ("Steps", $"{last.Account.Steps:N0}"),
        ("Examples backpropagated", $"{last.Account.Backprops:N0}"),
        ("Examples looked at to choose", $"{last.Account.ForwardExamples:N0}"),
        ("Selections", $"{last.Account.Selections:N0}"),
    ];

    private static JsonObject Describe(string trainer, TrainingRequest request, LabelledData training, LabelledData test, TrainingOutcome[] outcomes)
    {
        TrainingOutcome last = outcomes[^1];
        var lines = new JsonObject
        {
            ["trained on"] = FormattableString.Invariant($"{training.Count} examples, {100 * request.Options.Budget:0.####} % of them per epoch"),
            ["tested on"] = $"{test.Count} examples",
            ["network"] = $"{request.Network.Design(training).Name}, {last.Parameters} parameters",
            ["trainer"] = trainer,
        };
        foreach (TrainingOutcome outcome in outcomes)
            lines[outcomes.Length == 1 ? "test accuracy" : $"test accuracy, seed {outcome.Seed}"] = Percent(outcome.TestAccuracy);
        if (outcomes.Length > 1)
            lines["mean and deviation"] = $"{Percent(outcomes.Average(outcome => outcome.TestAccuracy))}, {Percent(Deviation(outcomes))}";
        lines["steps"] = last.Account.Steps;
        lines["backprops"] = last.Account.Backprops;
        if (last.Account.Selections > 0)
        {
            lines["selections"] = FormattableString.Invariant($"{last.Account.Selections}, {last.Account.SelectionSeconds:F2} seconds");
            lines["looked at"] = $"{last.Account.ForwardExamples} examples, {last.Account.HessianVectorProducts} Hessian-vector products";
        }
        lines["seconds"] = FormattableString.Invariant($"{last.Account.Seconds:F2}");
        return lines;

        static string Percent(double share) => FormattableString.Invariant($"{100 * share:F2} %");
    }

    /// <summary>The standard deviation of the test accuracies, of at least two runs.</summary>
    private static double Deviation(TrainingOutcome[] outcomes)
    {
        double mean = outcomes.Average(outcome => outcome.TestAccuracy);
        return Math.Sqrt(outcomes.Sum(outcome => Math.Pow(outcome.TestAccuracy - mean, 2)) / (outcomes.Length - 1));
    }
}
