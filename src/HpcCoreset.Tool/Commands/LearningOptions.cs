using System.CommandLine;
using HpcCoreset.Tool.Training;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options that say how a model learns.</summary>
internal sealed class LearningOptions
{
    private const double DefaultWarmUp = 0.1;

    private readonly Option<LearningOptimizer?> _optimizer = TypedOptions.Choice("--optimizer", "what moves the parameters (default sgd)", Vocabulary.LearningOptimizers);
    private readonly Option<double?> _learningRate = TypedOptions.Number<double>(
        "--learning-rate", "the base learning rate (default 0.1, and 0.001 with adamw)", static rate => rate > 0 && double.IsFinite(rate), "finite numbers above 0");
    private readonly Option<double?> _momentum = TypedOptions.Number<double>(
        "--momentum", "of sgd (default 0.9)", static momentum => momentum is >= 0 and < 1, "numbers from 0 to below 1");
    private readonly Option<bool> _nesterov = new("--nesterov") { Description = "sgd looks ahead (Nesterov)" };
    private readonly Option<double?> _weightDecay = TypedOptions.Number<double>(
        "--weight-decay", "in the gradient with sgd (default 0), apart from it with adamw (default 0.01)",
        static decay => decay >= 0 && double.IsFinite(decay), "finite numbers from 0");
    private readonly Option<LearningSchedule?> _schedule = TypedOptions.Choice(
        "--schedule", "how the learning rate changes after the warm-up; step: a tenth at 60 % and again at 85 % of the steps (default cosine)",
        Vocabulary.LearningSchedules);
    private readonly Option<double?> _warmUp = TypedOptions.Number<double>(
        "--warmup", $"how long the learning rate rises at first: below 1 a share of all steps, from 1 a number of steps (default {DefaultWarmUp})",
        static steps => steps >= 0 && double.IsFinite(steps), "finite numbers from 0");
    private readonly Option<string?> _augment = new("--augment")
    {
        Description = "random changes to images, with commas between them: crop (4 pixels of border), flip",
        HelpName = "names",
    };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_optimizer, _learningRate, _momentum, _nesterov, _weightDecay, _schedule, _warmUp, _augment]) command.Add(option);
    }

    /// <summary>Puts what the user asked for into a run's options.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="InvalidInputException">Two options contradict each other.</exception>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options)
    {
        bool adam = parsed.GetValue(_optimizer) == LearningOptimizer.AdamW;
        if (adam && (parsed.GetValue(_momentum) is not null || parsed.GetValue(_nesterov)))
            throw new InvalidInputException("--momentum, --nesterov: allowed with --optimizer sgd, found adamw");
        return options with
        {
            Optimizer = adam ? AdamW(parsed) : Sgd(parsed),
            LearningRate = parsed.GetValue(_learningRate) ?? (adam ? 0.001 : 0.1),
            Schedule = Schedule(parsed),
            Augmentation = Augment(parsed.GetValue(_augment)),
        };
    }

    private SgdOptions Sgd(ParseResult parsed)
    {
        var sgd = new SgdOptions { Nesterov = parsed.GetValue(_nesterov) };
        sgd = sgd with { Momentum = parsed.GetValue(_momentum) ?? sgd.Momentum, WeightDecay = parsed.GetValue(_weightDecay) ?? sgd.WeightDecay };
        return sgd.Nesterov && sgd.Momentum == 0 ? throw new InvalidInputException("--nesterov: found --momentum 0, allowed are numbers above 0") : sgd;
    }

    private AdamWOptions AdamW(ParseResult parsed) =>
        parsed.GetValue(_weightDecay) is { } decay ? new AdamWOptions { WeightDecay = decay } : new AdamWOptions();

    private LearningRateSchedule Schedule(ParseResult parsed)
    {
        double warmUp = parsed.GetValue(_warmUp) ?? DefaultWarmUp;
        return parsed.GetValue(_schedule) switch
        {
            LearningSchedule.Constant => new ConstantSchedule { WarmUp = warmUp },
            LearningSchedule.Step => new StepDecaySchedule { WarmUp = warmUp },
            _ => new CosineSchedule { WarmUp = warmUp },
        };
    }

    private static Augmentation Augment(string? names)
    {
        Augmentation augmentation = Augmentation.None;
        foreach (string name in names?.Split(',') ?? [])
            augmentation = name switch
            {
                "crop" => augmentation with { Padding = Augmentation.PadCropFlip.Padding },
                "flip" => augmentation with { HorizontalFlip = true },
                _ => throw new InvalidInputException($"--augment: found '{name}', allowed are crop, flip{NearestName.Hint(name, ["crop", "flip"])}"),
            };
        return augmentation;
    }
}
