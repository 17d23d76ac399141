namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>What a forward pass is for.</summary>
internal enum Pass
{
    /// <summary>The batch's statistics normalise; every layer remembers what its gradient needs.</summary>
    Training,

    /// <summary>
    /// As in training, but rectifiers and maxima choose as they did in the last training pass: differences of gradients then see the piece
    /// of the objective that the parameters lie in, and no kink.
    /// </summary>
    SamePiece,

    /// <summary>The running statistics normalise.</summary>
    Inference,
}
