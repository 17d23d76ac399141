namespace HpcCoreset;

/// <summary>One member of a coreset.</summary>
/// <param name="Index">Row number in the points that were given to the selector.</param>
/// <param name="Weight">How much of the data this row stands for, in units of the input weights (rows, if none were given).</param>
/// <param name="Gain">Greedy selectors: the marginal gain (the score) when the row was picked. Samplers: its inclusion probability.</param>
public readonly record struct Pick(int Index, double Weight, double Gain);
