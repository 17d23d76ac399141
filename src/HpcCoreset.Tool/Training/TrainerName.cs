namespace HpcCoreset.Tool.Training;

/// <summary>How the examples of a training step are chosen.</summary>
internal enum TrainerName
{
    /// <summary>All of them, in shuffled epochs.</summary>
    Full,

    /// <summary>A fresh random subset in each epoch.</summary>
    Random,

    /// <summary>Batches that are coresets of random subsets, anew where a quadratic model of the loss does not hold.</summary>
    Crest,
}
