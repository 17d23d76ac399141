using System;
using System.IO;

namespace HpcCoreset.Training;

/// <summary>
/// Chooses the examples of each training step and their weights. A choice may look at the model as it is before the step, through the run's
/// <see cref="TrainingContext"/>, which counts what that costs.
/// </summary>
public abstract class Trainer : IDisposable
{
    /// <summary>The examples of the step that was chosen last, at least one; repeated or not. Valid until the next <see cref="Choose"/>.</summary>
    public abstract ReadOnlySpan<int> Rows { get; }

    /// <summary>One weight per row, finite and at least 0, of mean 1 where the learning rate shall mean what it does without; empty (the default) for 1 each.</summary>
    public virtual ReadOnlySpan<float> Weights => default;

    /// <summary>What was recorded of the examples, if anything is; see <see cref="RecordedTrainerOptions"/>.</summary>
    public virtual LearningHistory? History => null;

    /// <summary>
    /// Chooses the examples of a step. Called once for each step, in order; after <see cref="Load"/> the steps go on where they stopped.
    /// </summary>
    /// <param name="number">The step, from 0.</param>
    public abstract void Choose(long number);

    /// <summary>
    /// Called in each step when its gradient is known and before the parameters move: the time to ask for
    /// <see cref="TrainingContext.StepLosses"/>. Does nothing by default.
    /// </summary>
    public virtual void Observe()
    {
    }

    /// <summary>Writes what the next choices depend on beside the step, the seed and the model; nothing by default.</summary>
    /// <param name="writer">Where to.</param>
    public virtual void Save(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">Where from: no more than was written.</param>
    /// <exception cref="FormatException">It cannot have been written under these options.</exception>
    public virtual void Load(BinaryReader reader)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the trainer holds.</summary>
    /// <param name="disposing">False when the collector calls.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
