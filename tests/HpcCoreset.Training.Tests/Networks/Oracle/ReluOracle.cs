using System;
using System.Linq;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>max(x, 0), with derivative 0 at 0.</summary>
internal sealed class ReluOracle(ExampleShape shape) : LayerOracle(shape, shape)
{
    private bool[] _positive = [];

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics)
    {
        if (pass != Pass.SamePiece) _positive = [.. input.Select(x => x > 0)];
        return [.. input.Select((x, i) => _positive[i] ? x : 0)];
    }

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient) =>
        [.. output.Select((x, i) => _positive[i] ? x : 0)];
}
