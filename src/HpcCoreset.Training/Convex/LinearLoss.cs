namespace HpcCoreset.Training.Convex;

/// <summary>What a row costs a <see cref="LinearModel"/>, by the scores s = a·x + b that it gives the row.</summary>
public enum LinearLoss
{
    /// <summary>(s - y)^2 / 2 for a target y: ridge regression. One score; second derivative 1.</summary>
    Squared,

    /// <summary>
    /// -log p(label). Two classes have one score, p(1) = 1 / (1 + exp(-s)), second derivative at most 1/4; more have one each and the softmax
    /// of them, whose Hessian by the scores is at most 1/2 (Böhning, Ann. Inst. Statist. Math. 44, 1992).
    /// </summary>
    Logistic,

    /// <summary>
    /// max(0, 1 - s)^2 for rows of the class, max(0, 1 + s)^2 for others: a support vector machine whose loss has a continuous derivative,
    /// without which SVRG and SAGA do not converge linearly. Two classes have one score; more have one each, one against the rest, and
    /// their losses are added. Second derivative at most 2.
    /// </summary>
    SquaredHinge,
}
