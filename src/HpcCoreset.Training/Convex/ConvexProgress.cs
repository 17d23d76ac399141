namespace HpcCoreset.Training.Convex;

/// <summary>How far a <see cref="ConvexSolver"/> is.</summary>
/// <param name="Epoch">Epochs done; of L-BFGS, evaluations of the objective.</param>
/// <param name="Objective">What is minimised.</param>
/// <param name="GradientNorm">The Euclidean norm of its gradient.</param>
/// <param name="Seconds">Seconds spent, without those for this report.</param>
public readonly record struct ConvexProgress(int Epoch, double Objective, double GradientNorm, double Seconds);
