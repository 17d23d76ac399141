using System;
using System.Linq;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Networks.Layers;
using Xunit;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>What random networks seldom show: ties, what is not a number, examples that are known well.</summary>
[Trait("Switches", "true")]
public sealed unsafe class ElementwiseLayerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void The_first_of_equal_maxima_in_row_major_order_has_the_gradient(int channels)
    {
        (Pass pass, FeatureMap input, FeatureMap output) = Create(new(4, 2, channels), new(2, 1, channels));
        Fill(input.Values, [1, 2, 2, 1, 5, 5, 5, 5], channels); // the upper window's maxima are at its top right and bottom left
        Fill(output.Gradients, [7, 9], channels);
        var layer = new MaxPooling(input, output);
        layer.Reserve(pass);

        layer.Forward(pass, 0, 1);
        layer.Backward(pass, 0, 1);

        Assert.Equal(Spread([2, 5], channels), Read(output.Values));
        Assert.Equal(Spread([0, 7, 0, 0, 9, 0, 0, 0], channels), Read(input.Gradients));
    }

    [Fact]
    public void A_rectifier_has_derivative_0_at_0_and_lets_through_what_is_not_a_number()
    {
        (Pass pass, FeatureMap map, _) = Create(new(1, 1, 21), new(1, 1, 1));
        var layer = new Relu(map);
        float[] values = [.. Enumerable.Range(0, 21).Select(i => i % 3 - 1f)];
        values[20] = values[3] = float.NaN;
        Fill(map.Values, values, 1);
        Fill(map.Gradients, [.. Enumerable.Repeat(4f, 21)], 1);

        layer.Forward(pass, 0, 1);
        layer.Backward(pass, 0, 1);

        Assert.Equal(values.Select(x => float.IsNaN(x) ? x : MathF.Max(x, 0)), Read(map.Values));
        Assert.Equal(values.Select(x => x > 0 ? 4f : 0), Read(map.Gradients));
    }

    /// <summary>1 - p would be 0 in float32, and log p too.</summary>
    [Fact]
    public void Losses_and_gradients_of_examples_that_are_known_well_keep_their_digits()
    {
        (Pass pass, FeatureMap logits, FeatureMap probabilities) = Create(new(1, 1, 3), new(1, 1, 3));
        Fill(logits.Values, [50, 10, 0], 1);
        (double loss, float[] gradient) = Classify(pass, logits, probabilities, label: 0);

        double others = Math.Exp(-40) + Math.Exp(-50);
        Assert.Equal(others, loss, others * 1e-12);
        Assert.Equal(-others, gradient[0], others * 1e-6);
        Assert.Equal(Math.Exp(-40), gradient[1], Math.Exp(-40) * 1e-6);
    }

    [Fact]
    public void Logits_far_apart_do_not_overflow()
    {
        (Pass pass, FeatureMap logits, FeatureMap probabilities) = Create(new(1, 1, 3), new(1, 1, 3));
        Fill(logits.Values, [3e38f, -3e38f, 0], 1);

        (double loss, float[] gradient) = Classify(pass, logits, probabilities, label: 1);

        Assert.Equal(2.0 * 3e38f, loss);
        Assert.Equal([1, -1, 0], gradient);
        Assert.Equal([1, 0, 0], Read(probabilities.Values));
    }

    [Fact]
    public void A_loss_of_what_is_not_a_number_is_none()
    {
        (Pass pass, FeatureMap logits, FeatureMap probabilities) = Create(new(1, 1, 3), new(1, 1, 3));
        Fill(logits.Values, [1, float.NaN, 0], 1);

        (double loss, float[] gradient) = Classify(pass, logits, probabilities, label: 0);

        Assert.True(double.IsNaN(loss));
        Assert.All(gradient, value => Assert.True(float.IsNaN(value)));
    }

    /// <summary>Channels whose mean is 10,000 times their deviation: the mean is taken off before anything is squared.</summary>
    [Fact]
    public void Normalization_keeps_its_digits_beside_a_large_mean()
    {
        const int Channels = 17, Pixels = 64;
        (Pass pass, FeatureMap input, FeatureMap output) = Create(new(8, 8, Channels), new(8, 8, Channels));
        float[] values = [.. Enumerable.Range(0, Pixels).Select(i => 10_000 + i % 2 * 2f)]; // mean 10,001, deviation 1
        Fill(input.Values, values, Channels);
        float[] parameters = new float[2 * Channels], statistics = new float[2 * Channels];
        var layer = new BatchNormalization(input, output);
        fixed (float* p = parameters, s = statistics)
        {
            pass.Parameters = p;
            pass.Statistics = s;
            layer.Initialize(p, s, 0, 0);
            layer.Reserve(pass);
            layer.Observe(pass, 0, 1);
            layer.Combine(pass);
            layer.Forward(pass, 0, 1);
        }

        Assert.All(Read(output.Values).Zip(Spread(values, Channels)), pair => Assert.Equal((pair.Second - 10_001) / Math.Sqrt(1 + 1e-5), pair.First, 1e-5));
    }

    private static (double Loss, float[] Gradient) Classify(Pass pass, FeatureMap logits, FeatureMap probabilities, int label)
    {
        var layer = new SoftmaxLoss(logits, probabilities);
        layer.Reserve(pass);
        pass.Labels = &label;
        layer.Forward(pass, 0, 1);
        layer.Backward(pass, 0, 1);
        return (layer.Objective(pass), Read(logits.Gradients));
    }

    /// <summary>A training pass of one image.</summary>
    private static (Pass Pass, FeatureMap Input, FeatureMap Output) Create(MapShape input, MapShape output)
    {
        FeatureMap from = new(input, border: 1, gradientBorder: 0), to = new(output, border: 0, gradientBorder: 1);
        foreach (FeatureMap map in (FeatureMap[])[from, to]) map.Reserve(1, withGradients: true, withTangents: false);
        return (new() { Count = 1, ChunkLength = 1, IsTraining = true }, from, to);
    }

    private static float[] Spread(float[] pixels, int channels) => [.. pixels.SelectMany(pixel => Enumerable.Repeat(pixel, channels))];

    /// <summary>Gives every channel of a pixel the same value.</summary>
    private static void Fill(Plane plane, float[] pixels, int channels)
    {
        float[] values = Spread(pixels, channels);
        for (int i = 0; i < values.Length; i++) *At(plane, i) = values[i];
    }

    private static float[] Read(Plane plane)
    {
        var values = new float[plane.Shape.Length];
        for (int i = 0; i < values.Length; i++) values[i] = *At(plane, i);
        return values;
    }

    private static float* At(Plane plane, int i) => plane.Pixels(0) + i / plane.Shape.LineLength * plane.Line + i % plane.Shape.LineLength;
}
