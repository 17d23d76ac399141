namespace HpcCoreset;

/// <summary>A part of a <see cref="MixtureObjective"/>.</summary>
/// <param name="Weight">What its values are multiplied by: finite, at least 0.</param>
/// <param name="Objective">The objective.</param>
public readonly record struct WeightedObjective(double Weight, Objective Objective);
