namespace HpcCoreset.Training;

/// <summary>How many rows a classifier gets right.</summary>
/// <param name="Accuracy">The share of all rows.</param>
/// <param name="BalancedAccuracy">The share of the rows of each class that there is, on average over these classes: chance is 1 / classes.</param>
internal readonly record struct ClassificationScore(double Accuracy, double BalancedAccuracy);
