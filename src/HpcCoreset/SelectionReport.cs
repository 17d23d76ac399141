namespace HpcCoreset;

/// <summary>What a selection did.</summary>
/// <param name="Objective">
/// Facility location: the value of the objective over the picks, the sum of the gains. Marginal relevance: the sum of the scores.
/// k-means coresets: the bicriteria cost that the inclusion probabilities were built on (0 for uniform sampling). Coverings: the radius
/// (the mean radius of the groups), over all rows but the outliers, in the metric's unit.
/// </param>
/// <param name="TotalWeight">Sum of the picks' weights.</param>
/// <param name="Evaluations">Marginal gains (greedy), similarities (marginal relevance) or row-to-centre distances (samplers) computed.</param>
/// <param name="Kernel">Metric, dimension and instruction set that ran, for example <c>SquaredEuclidean/64/avx512</c>; <c>none</c> where no kernel ran.</param>
public readonly record struct SelectionReport(double Objective, double TotalWeight, long Evaluations, string Kernel);
