namespace HpcCoreset;

/// <summary>What a selection did.</summary>
/// <param name="Objective">
/// Facility location: the value of the objective over the picks, the sum of the gains. k-means coresets: the bicriteria cost that
/// the inclusion probabilities were built on (0 for uniform sampling).
/// </param>
/// <param name="TotalWeight">Sum of the picks' weights.</param>
/// <param name="Evaluations">Marginal gains (greedy) or row-to-centre distances (samplers) computed.</param>
/// <param name="Kernel">Metric, dimension and instruction set that ran, for example <c>SquaredEuclidean/64/avx512</c>.</param>
public readonly record struct SelectionReport(double Objective, double TotalWeight, long Evaluations, string Kernel);
