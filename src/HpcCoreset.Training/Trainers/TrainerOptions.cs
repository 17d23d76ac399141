namespace HpcCoreset.Training;

/// <summary>How the examples of each training step are chosen: options that come with the library, such as <see cref="CrestOptions"/>, or a choice of your own.</summary>
public abstract record TrainerOptions
{
    /// <summary>Makes a trainer that has chosen nothing yet.</summary>
    /// <param name="context">The run: its model, its examples, what to count. Valid as long as the run.</param>
    public abstract Trainer Create(TrainingContext context);
}
