using System;
using System.Linq;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>One layer after the other; their parameters and statistics lie in this order.</summary>
internal sealed class SequenceOracle(params LayerOracle[] layers)
    : LayerOracle(layers[0].Input, layers[^1].Output, layers.Sum(layer => layer.Parameters), layers.Sum(layer => layer.Statistics))
{
    public override void Initialize(Span<double> parameters, Func<double> uniform)
    {
        foreach (LayerOracle layer in layers) layer.Initialize(Take(ref parameters, layer.Parameters), uniform);
    }

    public override void InitializeStatistics(Span<double> statistics)
    {
        foreach (LayerOracle layer in layers) layer.InitializeStatistics(Take(ref statistics, layer.Statistics));
    }

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics)
    {
        foreach (LayerOracle layer in layers)
        {
            input = layer.Forward(input, pass, parameters[..layer.Parameters], statistics[..layer.Statistics]);
            parameters = parameters[layer.Parameters..];
            statistics = statistics[layer.Statistics..];
        }
        return input;
    }

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        foreach (LayerOracle layer in layers.Reverse())
        {
            int rest = parameters.Length - layer.Parameters;
            output = layer.Backward(output, parameters[rest..], gradient[rest..]);
            parameters = parameters[..rest];
            gradient = gradient[..rest];
        }
        return output;
    }

    public override void Learn(Span<double> statistics)
    {
        foreach (LayerOracle layer in layers) layer.Learn(Take(ref statistics, layer.Statistics));
    }

    private static Span<double> Take(ref Span<double> values, int count)
    {
        Span<double> taken = values[..count];
        values = values[count..];
        return taken;
    }
}
