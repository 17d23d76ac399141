namespace HpcCoreset;

/// <summary>The distortions of some candidate solutions, in figures.</summary>
/// <param name="Candidates">How many candidates there were.</param>
/// <param name="Max">The worst distortion; NaN of none.</param>
/// <param name="Mean">The mean distortion; NaN of none.</param>
/// <param name="StandardError">
/// The standard error of the mean: the standard deviation (n - 1) over the root of n; NaN of fewer than two, or where the mean is infinite.
/// </param>
public readonly record struct DistortionFigures(int Candidates, double Max, double Mean, double StandardError);
