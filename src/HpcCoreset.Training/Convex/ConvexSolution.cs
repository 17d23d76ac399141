namespace HpcCoreset.Training.Convex;

/// <summary>What a <see cref="ConvexSolver"/> has reached.</summary>
/// <param name="Objective">What was minimised, at the parameters reached.</param>
/// <param name="GradientNorm">The Euclidean norm of its gradient there.</param>
/// <param name="Epochs">Epochs done; of L-BFGS, evaluations of the objective.</param>
/// <param name="IsConverged">Whether the norm is at most <see cref="ConvexOptions.Tolerance"/>, with that above 0.</param>
/// <param name="Step">The step of the last epoch; 0 of L-BFGS and without epochs.</param>
/// <param name="Seconds">Seconds spent, without those for reports of progress.</param>
public readonly record struct ConvexSolution(double Objective, double GradientNorm, int Epochs, bool IsConverged, double Step, double Seconds);
