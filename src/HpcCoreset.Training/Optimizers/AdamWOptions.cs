using System;

namespace HpcCoreset.Training;

/// <summary>
/// AdamW (Loshchilov, Hutter, ICLR 2019), with the conventions and defaults of torch.optim.AdamW: the decay shrinks parameters by 1 - r d
/// and stays out of the gradient. Takes 8 bytes per parameter.
/// </summary>
public sealed record AdamWOptions : OptimizerOptions
{
    /// <summary>How much of the mean gradient is kept per step, at least 0 and below 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean square is kept per step, at least 0 and below 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean square, above 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>d, at least 0 and finite in float32. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <inheritdoc/>
    public override Optimizer Create(int parameters, int threads = 1)
    {
        OptionCheck.Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "numbers from 0 to below 1");
        OptionCheck.Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "numbers from 0 to below 1");
        OptionCheck.Require((float)Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "finite numbers above 0 in float32");
        OptionCheck.Require(WeightDecay >= 0 && float.IsFinite((float)WeightDecay), nameof(WeightDecay), WeightDecay, "numbers from 0, finite in float32");
        return new ElementwiseOptimizer<AdamWRule>(new(this), parameters, threads);
    }
}
