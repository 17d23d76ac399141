namespace HpcCoreset.Training;

/// <summary>A point of a learning curve.</summary>
/// <param name="Step">Training steps so far.</param>
/// <param name="Seconds">Seconds of choosing and training so far, without evaluation.</param>
/// <param name="Backprops">Examples of which the gradient was computed so far.</param>
/// <param name="TestAccuracy">The share of the test examples that the model gets right; NaN without any.</param>
/// <param name="TrainLoss">The mean objective of the training steps since the point before.</param>
public readonly record struct TrainingPoint(long Step, double Seconds, long Backprops, double TestAccuracy, double TrainLoss);
