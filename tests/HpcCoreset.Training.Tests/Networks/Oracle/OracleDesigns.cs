using System.Collections.Generic;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>The networks that the engine knows by name.</summary>
internal static class OracleDesigns
{
    /// <summary>Dense layers with rectifiers between them.</summary>
    public static NetworkOracle Mlp(int inputs, int classes, params int[] hidden)
    {
        var layers = new List<LayerOracle>();
        foreach (int width in hidden)
        {
            layers.Add(new DenseOracle(inputs, width));
            layers.Add(new ReluOracle(ExampleShape.Vector(width)));
            inputs = width;
        }
        return new(layers.Count > 0 ? new SequenceOracle([.. layers]) : null, new(inputs, classes));
    }

    /// <summary>LeNet-5 for 28 x 28 x 1 with rectifiers, maxima and a softmax (after LeCun et al., Proc. IEEE 86, 1998).</summary>
    public static NetworkOracle LeNet5(int classes) => new(
        new SequenceOracle(
            new ConvolutionOracle(new(28, 28, 1), 6, kernel: 5, stride: 1, padding: 2, bias: true),
            new ReluOracle(new(28, 28, 6)),
            new MaxPoolingOracle(new(28, 28, 6)),
            new ConvolutionOracle(new(14, 14, 6), 16, kernel: 5, stride: 1, padding: 0, bias: true),
            new ReluOracle(new(10, 10, 16)),
            new MaxPoolingOracle(new(10, 10, 16)),
            new DenseOracle(400, 120),
            new ReluOracle(ExampleShape.Vector(120)),
            new DenseOracle(120, 84),
            new ReluOracle(ExampleShape.Vector(84))),
        new(84, classes));

    /// <summary>The residual networks of 6n + 2 layers for 32 x 32 x 3 (He et al., CVPR 2016, 4.2), with projections: n = 1 or 3.</summary>
    public static NetworkOracle ResNet(int n, int classes)
    {
        var shape = new ExampleShape(32, 32, 16);
        var layers = new List<LayerOracle>
        {
            new ConvolutionOracle(new(32, 32, 3), 16, kernel: 3, stride: 1, padding: 1, bias: false),
            new BatchNormalizationOracle(shape),
            new ReluOracle(shape),
        };
        foreach (int channels in (int[])[16, 32, 64])
            for (int i = 0; i < n; i++)
            {
                layers.Add(BasicBlock(shape, channels, stride: channels > shape.Channels ? 2 : 1));
                shape = layers[^1].Output;
                layers.Add(new ReluOracle(shape));
            }
        layers.Add(new GlobalAveragePoolingOracle(shape));
        return new(new SequenceOracle([.. layers]), new(64, classes));
    }

    /// <summary>Two convolutions around which the input, or a projection of it, is added; the rectifier that follows is not part of it.</summary>
    public static ResidualOracle BasicBlock(ExampleShape input, int channels, int stride)
    {
        var first = new ConvolutionOracle(input, channels, kernel: 3, stride, padding: 1, bias: false);
        var second = new ConvolutionOracle(first.Output, channels, kernel: 3, stride: 1, padding: 1, bias: false);
        var path = new SequenceOracle(
            first, new BatchNormalizationOracle(first.Output), new ReluOracle(first.Output), second, new BatchNormalizationOracle(second.Output));
        return stride == 1 && input.Channels == channels
            ? new(path)
            : new(path, new SequenceOracle(
                new ConvolutionOracle(input, channels, kernel: 1, stride, padding: 0, bias: false), new BatchNormalizationOracle(second.Output)));
    }
}
