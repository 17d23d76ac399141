namespace HpcCoreset.Training.Convex;

/// <summary>How a <see cref="ConvexSolver"/> minimises.</summary>
public enum ConvexMethod
{
    /// <summary>
    /// SAGA (Defazio, Bach, Lacoste-Julien, NIPS 2014): the latest gradient of every row is remembered, as one number per score. Linear
    /// convergence with a constant step.
    /// </summary>
    Saga,

    /// <summary>
    /// SVRG (Johnson, Zhang, NIPS 2013): a full gradient every <see cref="ConvexOptions.SnapshotEvery"/> epochs corrects those of single rows.
    /// Linear convergence with a constant step.
    /// </summary>
    Svrg,

    /// <summary>Stochastic gradient descent over a new permutation of the rows in each epoch. With a constant step it stops near the minimum.</summary>
    Sgd,

    /// <summary>
    /// L-BFGS (Liu, Nocedal, Math. Programming 45, 1989) on full gradients: the reference that others are compared with. An epoch is an
    /// iteration.
    /// </summary>
    Lbfgs,
}
