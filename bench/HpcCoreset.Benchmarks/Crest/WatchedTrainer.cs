using HpcCoreset.Training;

namespace HpcCoreset.Benchmarks.Crest;

/// <summary>Remembers the trainer that a run was given.</summary>
/// <param name="Options">Its options.</param>
internal sealed record WatchedTrainer(TrainerOptions Options) : TrainerOptions
{
    /// <summary>The trainer.</summary>
    public Trainer? Trainer { get; private set; }

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context) => Trainer = Options.Create(context);
}
