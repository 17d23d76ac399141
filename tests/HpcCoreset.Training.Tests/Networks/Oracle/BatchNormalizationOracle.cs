using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>
/// Ioffe and Szegedy, ICML 2015, per channel over all pixels of all images; parameters gamma [C], beta [C]; statistics mean [C],
/// variance [C]. The batch's own variance divides by n, the running one learns from that which divides by n - 1.
/// </summary>
internal sealed class BatchNormalizationOracle(ExampleShape shape) : LayerOracle(shape, shape, 2 * shape.Channels, 2 * shape.Channels)
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    private readonly int _channels = shape.Channels;
    private readonly double[] _mean = new double[shape.Channels], _variance = new double[shape.Channels];
    private double[] _input = [];

    public override void Initialize(Span<double> parameters, Func<double> uniform)
    {
        for (int i = 0; i < parameters.Length; i++) parameters[i] = 0.2 * uniform() + (i < _channels ? 1 : 0);
    }

    public override void InitializeStatistics(Span<double> statistics)
    {
        statistics[.._channels].Clear();
        statistics[_channels..].Fill(1);
    }

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics)
    {
        _input = input;
        int n = input.Length / _channels;
        var output = new double[input.Length];
        for (int c = 0; c < _channels; c++)
        {
            double mean = 0, variance = 0;
            for (int i = c; i < input.Length; i += _channels) mean += input[i] / n;
            for (int i = c; i < input.Length; i += _channels) variance += (input[i] - mean) * (input[i] - mean) / n;
            (_mean[c], _variance[c]) = (mean, variance);
            if (pass == Pass.Inference) (mean, variance) = (statistics[c], statistics[_channels + c]);
            for (int i = c; i < input.Length; i += _channels)
                output[i] = parameters[c] * (input[i] - mean) / Math.Sqrt(variance + Epsilon) + parameters[_channels + c];
        }
        return output;
    }

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        int n = output.Length / _channels;
        var input = new double[output.Length];
        for (int c = 0; c < _channels; c++)
        {
            double scale = 1 / Math.Sqrt(_variance[c] + Epsilon), sum = 0, product = 0;
            for (int i = c; i < output.Length; i += _channels)
            {
                sum += output[i];
                product += output[i] * (_input[i] - _mean[c]) * scale;
            }
            gradient[c] += product;
            gradient[_channels + c] += sum;
            for (int i = c; i < output.Length; i += _channels)
                input[i] = parameters[c] * scale * (output[i] - sum / n - (_input[i] - _mean[c]) * scale * product / n);
        }
        return input;
    }

    public override void Learn(Span<double> statistics)
    {
        int n = _input.Length / _channels;
        for (int c = 0; c < _channels; c++)
        {
            statistics[c] += Momentum * (_mean[c] - statistics[c]);
            if (n > 1) statistics[_channels + c] += Momentum * (_variance[c] * n / (n - 1) - statistics[_channels + c]);
        }
    }
}
