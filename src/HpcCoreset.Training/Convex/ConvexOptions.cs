namespace HpcCoreset.Training.Convex;

/// <summary>How a <see cref="ConvexSolver"/> shall minimise.</summary>
public sealed record ConvexOptions
{
    /// <summary>The algorithm. Default: <see cref="ConvexMethod.Saga"/>.</summary>
    public ConvexMethod Method { get; init; }

    /// <summary>Most epochs, each of as many stochastic gradients as there are rows of a positive weight; at least 0, default 50.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>How far steps go. Default: <see cref="Convex.StepSize.Automatic"/>. L-BFGS does not read it.</summary>
    public StepSize StepSize { get; init; }

    /// <summary>Rows whose gradients are averaged for a step, at least 1 (the default). The automatic step is that of single rows.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Epochs of SVRG from one full gradient to the next, at least 1. Default 2, as its authors propose for convex losses.</summary>
    public int SnapshotEvery { get; init; } = 2;

    /// <summary>The seed of all draws: the same seed gives the same bytes for any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Ends when the Euclidean norm of the gradient is at most this; at least 0. Above 0 every epoch takes one pass more, to look. With 0
    /// (the default) all epochs are run.
    /// </summary>
    public double Tolerance { get; init; }

    /// <summary>Threads for full gradients, at least 1 (the default); stochastic steps follow one another. No result depends on it.</summary>
    public int Threads { get; init; } = 1;
}
