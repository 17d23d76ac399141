using System;
using System.Linq;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>path(x) + shortcut(x), or path(x) + x (He et al., CVPR 2016); the path's parameters and statistics come first.</summary>
internal sealed class ResidualOracle(LayerOracle path, LayerOracle? shortcut = null)
    : LayerOracle(path.Input, path.Output, path.Parameters + (shortcut?.Parameters ?? 0), path.Statistics + (shortcut?.Statistics ?? 0))
{
    public override void Initialize(Span<double> parameters, Func<double> uniform)
    {
        path.Initialize(parameters[..path.Parameters], uniform);
        shortcut?.Initialize(parameters[path.Parameters..], uniform);
    }

    public override void InitializeStatistics(Span<double> statistics)
    {
        path.InitializeStatistics(statistics[..path.Statistics]);
        shortcut?.InitializeStatistics(statistics[path.Statistics..]);
    }

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics) => Add(
        path.Forward(input, pass, parameters[..path.Parameters], statistics[..path.Statistics]),
        shortcut?.Forward(input, pass, parameters[path.Parameters..], statistics[path.Statistics..]) ?? input);

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient) => Add(
        path.Backward(output, parameters[..path.Parameters], gradient[..path.Parameters]),
        shortcut?.Backward(output, parameters[path.Parameters..], gradient[path.Parameters..]) ?? output);

    public override void Learn(Span<double> statistics)
    {
        path.Learn(statistics[..path.Statistics]);
        shortcut?.Learn(statistics[path.Statistics..]);
    }

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
