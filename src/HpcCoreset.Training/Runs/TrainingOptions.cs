using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>How the examples of each step are chosen. Default: at random, in shuffled epochs.</summary>
    public TrainerOptions Trainer { get; init; } = new RandomTrainerOptions();

    /// <summary>Epochs, at least 1. An epoch has as many steps as <see cref="Budget"/> allows, and so has the run.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The share of the examples that an epoch trains on, above 0 and up to 1 (the default): floor(Budget * count) of them, at least 1.</summary>
    public double Budget { get; init; } = 1;

    /// <summary>Examples of a training step, at least 1. Default 128; the last of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>What moves the parameters. Default: SGD with a momentum of 0.9.</summary>
    public OptimizerOptions Optimizer { get; init; } = new SgdOptions();

    /// <summary>The base learning rate, above 0 and finite in float32. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>How the learning rate changes over the run. Default: not at all.</summary>
    public LearningRateSchedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Random changes to images in training steps. Default: none.</summary>
    public Augmentation Augmentation { get; init; }

    /// <summary>
    /// The seed of all that is random but the model's first parameters: the same seed gives the same bytes for any number of threads.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>Steps from one test of the model to the next, at least 1; 0 (the default) for one epoch. The last step is always followed by one.</summary>
    public int EvaluationInterval { get; init; }

    /// <summary>Threads that the optimizer may use, at least 1 (the default); the model has its own. The parameters do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Refuses what cannot be done.</summary>
    /// <param name="data">What the model shall be trained on.</param>
    /// <exception cref="System.ArgumentException">An option is out of its range.</exception>
    internal void Check(LabelledData data)
    {
        OptionCheck.Require(Trainer is not null, nameof(Trainer), "null", "trainers");
        OptionCheck.Require(Optimizer is not null, nameof(Optimizer), "null", "optimizers");
        OptionCheck.Require(Schedule is not null, nameof(Schedule), "null", "schedules");
        OptionCheck.Require(Epochs >= 1, nameof(Epochs), Epochs, "whole numbers from 1");
        OptionCheck.Require(Budget is > 0 and <= 1, nameof(Budget), Budget, "numbers above 0 and up to 1");
        OptionCheck.Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "whole numbers from 1");
        OptionCheck.Require(LearningRate > 0 && float.IsFinite((float)LearningRate), nameof(LearningRate), LearningRate, "numbers above 0, finite in float32");
        OptionCheck.Require(EvaluationInterval >= 0, nameof(EvaluationInterval), EvaluationInterval, "whole numbers from 0");
        OptionCheck.Require(Threads >= 1, nameof(Threads), Threads, "whole numbers from 1");
        Augmentation.Check(data.Shape, $"options.{nameof(Augmentation)}");
    }
}
