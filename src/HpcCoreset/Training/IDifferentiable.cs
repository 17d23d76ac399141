namespace HpcCoreset.Training;

/// <summary>A function of many variables that is to be minimised.</summary>
internal unsafe interface IDifferentiable
{
    /// <summary>Number of variables.</summary>
    int Length { get; }

    /// <summary>The value at a place, and the gradient there.</summary>
    /// <param name="at">The place.</param>
    /// <param name="gradient">Receives the gradient.</param>
    double Evaluate(double* at, double* gradient);
}
