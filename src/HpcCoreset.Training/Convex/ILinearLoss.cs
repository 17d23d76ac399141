namespace HpcCoreset.Training.Convex;

/// <summary>A convex function of a row's scores: a policy, compiled into the loops of <see cref="LinearKernel{TLoss}"/>.</summary>
internal unsafe interface ILinearLoss
{
    /// <summary>An upper bound of its second derivative along any unit vector of scores.</summary>
    static abstract double Smoothness { get; }

    /// <summary>The derivatives by the scores.</summary>
    /// <param name="scores">The scores; receives the derivatives.</param>
    /// <param name="outputs">Their number.</param>
    /// <param name="target">The row's target or class.</param>
    /// <param name="wantsLoss">A constant: whether the value is wanted too.</param>
    /// <returns>The loss if it is wanted, else 0.</returns>
    static abstract double Differentiate(double* scores, int outputs, double target, bool wantsLoss);
}
