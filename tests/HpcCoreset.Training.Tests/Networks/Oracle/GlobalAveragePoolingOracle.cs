using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>The mean of an image's pixels, per channel.</summary>
internal sealed class GlobalAveragePoolingOracle(ExampleShape input) : LayerOracle(input, ExampleShape.Vector(input.Channels))
{
    private readonly int _pixels = input.Height * input.Width;

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics)
    {
        var output = new double[input.Length / _pixels];
        for (int i = 0; i < input.Length; i++) output[Target(i)] += input[i] / _pixels;
        return output;
    }

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var input = new double[output.Length * _pixels];
        for (int i = 0; i < input.Length; i++) input[i] = output[Target(i)] / _pixels;
        return input;
    }

    private int Target(int i) => i / Input.Length * Input.Channels + i % Input.Channels;
}
