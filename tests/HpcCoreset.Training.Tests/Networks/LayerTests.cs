using System;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Networks.Oracle;
using Xunit;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>
/// Every layer in a network of few layers, of random shape: values, gradients and Hessian-vector products. A convolution before it has
/// parameters whose gradient is right only if that by the layer's inputs is.
/// </summary>
public sealed class LayerTests
{
    private static readonly int[] s_channels = [1, 3, 6, 16, 17, 35];

    [Fact]
    public void Dense() => Check(random =>
    {
        (int inputs, int first, int second) = (random.Next(1, 70), random.Next(1, 70), random.Next(1, 70));
        return ($"{inputs}-{first}-{second}", NetworkDesign.Mlp(inputs, 3, first, second), OracleDesigns.Mlp(inputs, 3, first, second));
    });

    [Fact]
    public void Convolution() => Check(random =>
    {
        (int kernel, int stride) = (new[] { 1, 3, 5 }[random.Next(3)], random.Next(1, 3));
        int padding = random.Next(kernel / 2 + 1), channels = Channels(random);
        bool bias = random.Next(2) == 0;
        ExampleShape input = Shape(random, smallest: Math.Max(1, kernel - 2 * padding));
        var start = new ConvolutionOracle(input, Channels(random), kernel: 1, stride: 1, padding: 0, bias: true);
        var oracle = new ConvolutionOracle(start.Output, channels, kernel, stride, padding, bias);
        var end = new ConvolutionOracle(oracle.Output, 5, kernel: 1, stride: 1, padding: 0, bias: false); // a dense layer refuses frames
        return Network(
            $"{kernel} x {kernel}, stride {stride}, padding {padding}, {(bias ? "bias" : "no bias")}, {start.Output} to {channels}", start, border: padding,
            (builder, map) => builder.Convolution(
                builder.Convolution(map, channels, new(kernel, stride, padding), border: 0, bias), 5, new(1, 1, 0), border: 0, hasBias: false),
            new SequenceOracle(oracle, end));
    });

    [Fact]
    public void A_dense_layer_refuses_frames()
    {
        static void Build(NetworkBuilder builder) => builder.Classify(builder.Convolution(builder.Input(border: 1), 2, new(3, 1, 1), border: 0, hasBias: true));

        Assert.Contains("framed by zeros", Assert.Throws<ArgumentException>("from", () => new Network(new LayeredDesign(new(4, 4, 1), 3, Build))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_normalization() => Check(random =>
    {
        var start = new ConvolutionOracle(Shape(random, smallest: 2), Channels(random), kernel: 1, stride: 1, padding: 0, bias: true);
        return Network(
            $"{start.Output}", start, border: 0, (builder, map) => builder.BatchNormalization(map, border: 0),
            new BatchNormalizationOracle(start.Output));
    });

    [Fact]
    public void Relu() => Check(random =>
    {
        var start = new ConvolutionOracle(Shape(random), Channels(random), kernel: 1, stride: 1, padding: 0, bias: true);
        return Network(
            $"{start.Output}", start, border: 0,
            (builder, map) =>
            {
                builder.Relu(map);
                return map;
            },
            new ReluOracle(start.Output));
    });

    [Fact]
    public void Max_pooling() => Check(random =>
    {
        var start = new ConvolutionOracle(Shape(random, smallest: 2), Channels(random), kernel: 1, stride: 1, padding: 0, bias: true);
        return Network(
            $"{start.Output}", start, border: random.Next(2), (builder, map) => builder.MaxPooling(map, border: 0), new MaxPoolingOracle(start.Output));
    });

    [Fact]
    public void Global_average_pooling() => Check(random =>
    {
        var start = new ConvolutionOracle(Shape(random), Channels(random), kernel: 1, stride: 1, padding: 0, bias: true);
        return Network(
            $"{start.Output}", start, border: random.Next(2), (builder, map) => builder.GlobalAveragePooling(map),
            new GlobalAveragePoolingOracle(start.Output));
    });

    [Fact]
    public void Residual_blocks() => Check(random =>
    {
        var start = new ConvolutionOracle(Shape(random, smallest: 3), Channels(random), kernel: 1, stride: 1, padding: 0, bias: true);
        int stride = random.Next(1, 3), channels = stride == 1 ? start.Output.Channels : Channels(random);
        ResidualOracle block = OracleDesigns.BasicBlock(start.Output, channels, stride);
        return Network(
            $"{start.Output} to {channels}, stride {stride}", start, border: 1,
            (builder, map) =>
            {
                FeatureMap path = builder.BatchNormalization(builder.Convolution(map, channels, new(3, stride, 1), border: 0, hasBias: false), border: 1);
                builder.Relu(path);
                path = builder.BatchNormalization(builder.Convolution(path, channels, new(3, 1, 1), border: 0, hasBias: false), border: 0);
                builder.Add(path, stride == 1
                    ? map
                    : builder.BatchNormalization(builder.Convolution(map, channels, new(1, stride, 0), border: 0, hasBias: false), border: 0));
                builder.Relu(path);
                return path;
            },
            new SequenceOracle(block, new ReluOracle(block.Output)));
    });

    private static void Check(Func<Random, (string What, NetworkDesign Design, NetworkOracle Oracle)> create) =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            (string what, NetworkDesign design, NetworkOracle oracle) = create(random);
            int count = new[] { 2, 3, 7 }[random.Next(3)];
            AgainstOracle.Check($"{what}, {count} examples, seed {seed}", design, oracle, count, isWeighted: random.Next(2) == 0, threads: random.Next(1, 4));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static int Channels(Random random) => s_channels[random.Next(s_channels.Length)];

    private static ExampleShape Shape(Random random, int smallest = 1) => new(random.Next(smallest, 10), random.Next(smallest, 10), Channels(random));

    /// <summary>A convolution that gives every pixel its channels, the layer that is looked at, and a dense layer.</summary>
    private static (string, NetworkDesign, NetworkOracle) Network(
        string what, ConvolutionOracle start, int border, Func<NetworkBuilder, FeatureMap, FeatureMap> layer, LayerOracle oracle)
    {
        var design = new LayeredDesign(start.Input, 3, builder =>
            builder.Classify(layer(builder, builder.Convolution(builder.Input(border: 0), start.Output.Channels, new(1, 1, 0), border, hasBias: true))));
        return (what, design, new NetworkOracle(new SequenceOracle(start, oracle), new(oracle.Output.Length, 3)));
    }
}
