using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Benchmarks.Convex;

/// <summary>A step size of a grid, with how tables call it.</summary>
/// <param name="Size">The step size.</param>
/// <param name="Text">Its formula.</param>
internal readonly record struct TunedStep(StepSize Size, string Text)
{
    private static readonly double[] _initial = [10, 3, 1, 0.3];
    private static readonly double[] _factors = [0.8, 0.6, 0.4];
    private static readonly double[] _decays = [1, 3];

    /// <summary>What a method is tuned over: steps that fall for descent, constant ones for the others.</summary>
    public static IEnumerable<TunedStep> Grid(ConvexMethod method)
    {
        if (method != ConvexMethod.Sgd)
            return _initial.Select(a => new TunedStep(StepSize.Constant(a), FormattableString.Invariant($"{a}"))).Prepend(new(StepSize.Automatic, "automatic"));
        return _initial.SelectMany(a => _factors.Select(b => new TunedStep(StepSize.Exponential(a, b), FormattableString.Invariant($"{a} x {b}^k")))
            .Concat(_decays.Select(b => new TunedStep(StepSize.Inverse(a, b), FormattableString.Invariant($"{a} / (1 + {b} k)")))));
    }
}
