namespace HpcCoreset.Tool.Training;

/// <summary>How the examples of a training step are chosen.</summary>
internal enum TrainerName
{
    /// <summary>All of them, in shuffled epochs.</summary>
    Full,

    /// <summary>A fresh random subset in each epoch.</summary>
    Random,
}
