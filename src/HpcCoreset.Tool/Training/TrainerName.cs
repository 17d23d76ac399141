namespace HpcCoreset.Tool.Training;

/// <summary>How the examples of a training step are chosen.</summary>
internal enum TrainerName
{
    /// <summary>All of them, in shuffled epochs.</summary>
    Full,

    /// <summary>A fresh random subset in each epoch.</summary>
    Random,

    /// <summary>Epochs cut from random orders of all examples.</summary>
    Rs2,

    /// <summary>Facility location on the gradients of all examples, anew in each epoch.</summary>
    Craig,

    /// <summary>Orthogonal matching pursuit on the gradients of all examples.</summary>
    GradMatch,

    /// <summary>What lowers the loss of held-out examples most.</summary>
    Glister,

    /// <summary>Passes that leave out examples of low loss at random.</summary>
    InfoBatch,

    /// <summary>Batches that are coresets of random subsets, anew where a quadratic model of the loss does not hold.</summary>
    Crest,
}
