using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>y = x W + b; parameters W [in][out], b [out].</summary>
internal sealed class DenseOracle(int inputs, int outputs)
    : LayerOracle(ExampleShape.Vector(inputs), ExampleShape.Vector(outputs), (inputs + 1) * outputs)
{
    private double[] _input = [];

    public override void Initialize(Span<double> parameters, Func<double> uniform)
    {
        for (int i = 0; i < parameters.Length; i++) parameters[i] = uniform() * (i < inputs * outputs ? Math.Sqrt(6.0 / inputs) : 0.1);
    }

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics)
    {
        _input = input;
        int count = input.Length / inputs;
        var output = new double[count * outputs];
        for (int image = 0; image < count; image++)
        {
            Span<double> y = output.AsSpan(image * outputs, outputs);
            parameters[(inputs * outputs)..].CopyTo(y);
            for (int i = 0; i < inputs; i++)
                for (int o = 0; o < outputs; o++) y[o] += input[image * inputs + i] * parameters[i * outputs + o];
        }
        return output;
    }

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        int count = output.Length / outputs;
        var input = new double[count * inputs];
        for (int image = 0; image < count; image++)
        {
            ReadOnlySpan<double> dy = output.AsSpan(image * outputs, outputs);
            for (int i = 0; i < inputs; i++)
                for (int o = 0; o < outputs; o++)
                {
                    input[image * inputs + i] += dy[o] * parameters[i * outputs + o];
                    gradient[i * outputs + o] += dy[o] * _input[image * inputs + i];
                }
            for (int o = 0; o < outputs; o++) gradient[inputs * outputs + o] += dy[o];
        }
        return input;
    }
}
