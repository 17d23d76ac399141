using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>
/// Cross-correlation of square kernels with zeros around the image; parameters W [kernel row][kernel column][in][out], then b [out] if
/// there is one.
/// </summary>
internal sealed class ConvolutionOracle(ExampleShape input, int outputs, int kernel, int stride, int padding, bool bias)
    : LayerOracle(input, OutputShape(input, outputs, kernel, stride, padding), (kernel * kernel * input.Channels + (bias ? 1 : 0)) * outputs)
{
    private readonly int _inputs = input.Channels;
    private readonly int _weights = kernel * kernel * input.Channels * outputs;
    private double[] _input = [];

    /// <summary>What the multiplications at one place of the kernel do: input and output pixel, and the kernel's [in][out] there.</summary>
    private delegate void Product(int inputPixel, int outputPixel, int weights);

    public override void Initialize(Span<double> parameters, Func<double> uniform)
    {
        double scale = Math.Sqrt(6.0 / (kernel * kernel * _inputs));
        for (int i = 0; i < parameters.Length; i++) parameters[i] = uniform() * (i < _weights ? scale : 0.1);
    }

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics)
    {
        _input = input;
        var output = new double[input.Length / Input.Length * Output.Length];
        double[] w = parameters.ToArray();
        if (bias)
            for (int i = 0; i < output.Length; i++) output[i] = w[_weights + i % outputs];
        ForEachProduct(input.Length / Input.Length, (x, y, weights) =>
        {
            for (int i = 0; i < _inputs; i++)
                for (int o = 0; o < outputs; o++) output[y + o] += input[x + i] * w[weights + i * outputs + o];
        });
        return output;
    }

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var input = new double[output.Length / Output.Length * Input.Length];
        double[] w = parameters.ToArray(), dw = gradient.ToArray();
        if (bias)
            for (int i = 0; i < output.Length; i++) dw[_weights + i % outputs] += output[i];
        ForEachProduct(output.Length / Output.Length, (x, y, weights) =>
        {
            for (int i = 0; i < _inputs; i++)
            {
                double sum = 0;
                for (int o = 0; o < outputs; o++)
                {
                    sum += output[y + o] * w[weights + i * outputs + o];
                    dw[weights + i * outputs + o] += output[y + o] * _input[x + i];
                }
                input[x + i] += sum;
            }
        });
        dw.CopyTo(gradient);
        return input;
    }

    private static ExampleShape OutputShape(ExampleShape input, int outputs, int kernel, int stride, int padding) =>
        new((input.Height + 2 * padding - kernel) / stride + 1, (input.Width + 2 * padding - kernel) / stride + 1, outputs);

    private void ForEachProduct(int images, Product product)
    {
        for (int image = 0; image < images; image++)
            for (int row = 0; row < Output.Height; row++)
                for (int column = 0; column < Output.Width; column++)
                    for (int kernelRow = 0; kernelRow < kernel; kernelRow++)
                        for (int kernelColumn = 0; kernelColumn < kernel; kernelColumn++)
                        {
                            int inputRow = row * stride + kernelRow - padding, inputColumn = column * stride + kernelColumn - padding;
                            if (inputRow < 0 || inputRow >= Input.Height || inputColumn < 0 || inputColumn >= Input.Width) continue;
                            product(
                                ((image * Input.Height + inputRow) * Input.Width + inputColumn) * _inputs,
                                ((image * Output.Height + row) * Output.Width + column) * outputs,
                                (kernelRow * kernel + kernelColumn) * _inputs * outputs);
                        }
    }
}
