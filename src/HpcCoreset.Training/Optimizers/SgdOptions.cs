using System;

namespace HpcCoreset.Training;

/// <summary>
/// Stochastic gradient descent, with the conventions of torch.optim.SGD: v = m v + (g + d w), w -= r v, from v = 0.
/// </summary>
public sealed record SgdOptions : OptimizerOptions
{
    /// <summary>m, at least 0 (none) and, in float32, below 1. Default 0.9 (Polyak 1964). Takes 4 bytes per parameter unless 0.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether the step looks ahead: w -= r (g + d w + m v) (Nesterov 1983, in the form of Sutskever et al., ICML 2013). Needs momentum. Default false.</summary>
    public bool Nesterov { get; init; }

    /// <summary>d, added times each parameter to its gradient: a penalty of d / 2 times their squared norm. At least 0 (the default), finite in float32.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override Optimizer Create(int parameters, int threads = 1)
    {
        OptionCheck.Require((float)Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "numbers from 0 to below 1 in float32");
        OptionCheck.Require(WeightDecay >= 0 && float.IsFinite((float)WeightDecay), nameof(WeightDecay), WeightDecay, "numbers from 0, finite in float32");
        OptionCheck.Require(!Nesterov || Momentum > 0, nameof(Nesterov), Nesterov, "true with a Momentum above 0 only");
        return new ElementwiseOptimizer<SgdRule>(new((float)Momentum, (float)WeightDecay, Nesterov), parameters, threads);
    }
}
