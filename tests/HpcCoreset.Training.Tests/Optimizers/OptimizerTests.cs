using System;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace HpcCoreset.Training.Tests.Optimizers;

[Trait("Switches", "true")]
public sealed class OptimizerTests
{
    private const int Length = 40_007; // three chunks, and a rest in each register width

    public static TheoryData<OptimizerOptions> All =>
    [
        new SgdOptions { Momentum = 0 },
        new SgdOptions { Momentum = 0, WeightDecay = 0.01 },
        new SgdOptions { Momentum = 0.9, WeightDecay = 0.01 },
        new SgdOptions { Momentum = 0.9, WeightDecay = 0.01, Nesterov = true },
        new AdamWOptions(),
        new AdamWOptions { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3, WeightDecay = 0.1 },
        new AdamWOptions { Beta1 = 0, Beta2 = 0 },
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Steps_are_those_of_the_formulas_in_double(OptimizerOptions options)
    {
        (float[] parameters, float[][] gradients) = Example(Length, steps: 5);
        double[] expected = PlainOptimizer.Run(options, parameters, gradients, learningRate: 0.05);

        float[] found = Run(options, parameters, gradients, threads: 1);

        for (int i = 0; i < Length; i++) Assert.Equal(expected[i], found[i], 2e-6 * (1 + Math.Abs(expected[i])));
    }

    // /usr/bin/python3, torch 1.13.0: parameters [0.5, -1.25, 2], four steps of gradient [0.1 (t + 1), -0.3 + 0.05 t, 0.7 (-1)^t],
    // torch.optim.SGD(lr=0.1, ...) and torch.optim.AdamW(lr=..., ...) with the constants below.
    public static TheoryData<OptimizerOptions, double, float[]> Recorded => new()
    {
        { new SgdOptions { Momentum = 0 }, 0.1, [0.400000006f, -1.16000009f, 2f] },
        { new SgdOptions { Momentum = 0.9, WeightDecay = 0.01 }, 0.1, [0.310088605f, -1.01517189f, 1.86833549f] },
        { new SgdOptions { Momentum = 0.9, WeightDecay = 0.01, Nesterov = true }, 0.1, [0.227432027f, -0.944275737f, 1.87411249f] },
        { new AdamWOptions { WeightDecay = 0.1 }, 0.05, [0.297362208f, -1.03133011f, 1.89957654f] },
        { new AdamWOptions { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3, WeightDecay = 0 }, 0.01, [0.460755438f, -1.21138763f, 1.98879552f] },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Steps_are_those_of_torch(OptimizerOptions options, double learningRate, float[] expected)
    {
        float[] parameters = [0.5f, -1.25f, 2];
        Optimizer optimizer = options.Create(3);

        for (int t = 0; t < 4; t++) optimizer.Step(parameters, [0.1f * (t + 1), -0.3f + 0.05f * t, t % 2 == 0 ? 0.7f : -0.7f], learningRate);

        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], parameters[i], 5e-7f);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Neither_threads_nor_the_place_in_a_register_change_a_bit(OptimizerOptions options)
    {
        (float[] parameters, float[][] gradients) = Example(Length, steps: 3);
        float[] one = Run(options, parameters, gradients, threads: 1);

        Assert.Equal(Bits(one), Bits(Run(options, parameters, gradients, threads: 4)));

        // One parameter alone goes through the narrowest lane.
        foreach (int i in (int[])[0, 15, 16_384, Length - 1])
            Assert.Equal(Bits([one[i]]), Bits(Run(options, [parameters[i]], [.. gradients.Select(gradient => new[] { gradient[i] })], threads: 1)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_copy_with_the_state_and_the_steps_goes_on_with_the_same_bits(OptimizerOptions options)
    {
        (float[] parameters, float[][] gradients) = Example(100, steps: 6);
        float[] whole = Run(options, parameters, gradients, threads: 1), resumed = [.. parameters];
        Optimizer first = options.Create(100), second = options.Create(100);

        foreach (float[] gradient in gradients[..3]) first.Step(resumed, gradient, 0.05);
        first.State.CopyTo(second.State);
        second.Steps = first.Steps;
        foreach (float[] gradient in gradients[3..]) second.Step(resumed, gradient, 0.05);

        Assert.Equal(Bits(whole), Bits(resumed));
    }

    [Fact]
    public void Constants_out_of_range_are_refused_with_what_is_allowed()
    {
        Refused(new SgdOptions { Momentum = 1 }, "options.Momentum: found 1; allowed are numbers from 0 to below 1 in float32.");
        Refused(new SgdOptions { Momentum = 1 - 1e-12 }, "options.Momentum: found 0.999999999999");
        Refused(new SgdOptions { Momentum = double.NaN }, "options.Momentum: found NaN");
        Refused(new SgdOptions { WeightDecay = -1 }, "options.WeightDecay: found -1");
        Refused(new SgdOptions { WeightDecay = 1e39 }, "options.WeightDecay: found 1E+39; allowed are numbers from 0, finite in float32.");
        Refused(new SgdOptions { Momentum = 0, Nesterov = true }, "options.Nesterov: found True");
        Refused(new AdamWOptions { Beta1 = -0.5 }, "options.Beta1: found -0.5");
        Refused(new AdamWOptions { Beta2 = 1 }, "options.Beta2: found 1");
        Refused(new AdamWOptions { Epsilon = 1e-50 }, "options.Epsilon: found 1E-50");
        Refused(new AdamWOptions { WeightDecay = double.PositiveInfinity }, "options.WeightDecay: found Infinity");

        static void Refused(OptimizerOptions options, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => options.Create(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_other_lengths_or_an_impossible_rate_is_refused_and_moves_nothing()
    {
        Optimizer optimizer = new SgdOptions().Create(2);
        float[] parameters = [1, 2];

        Assert.Throws<ArgumentException>("parameters", () => optimizer.Step([1], [1, 1], 0.1));
        Assert.Throws<ArgumentException>("gradient", () => optimizer.Step(parameters, [1], 0.1));
        Assert.Throws<ArgumentException>("learningRate", () => optimizer.Step(parameters, [1, 1], double.NaN));
        Assert.Throws<ArgumentException>("learningRate", () => optimizer.Step(parameters, [1, 1], -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SgdOptions().Create(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SgdOptions().Create(1, threads: 0));

        Assert.Equal([1, 2], parameters);
        Assert.Equal(0, optimizer.Steps);
    }

    private static (float[] Parameters, float[][] Gradients) Example(int length, int steps)
    {
        var random = new Random(1);
        float[] Values() => [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1)];
        return (Values(), [.. Enumerable.Range(0, steps).Select(_ => Values())]);
    }

    private static float[] Run(OptimizerOptions options, float[] parameters, float[][] gradients, int threads)
    {
        float[] moved = [.. parameters];
        Optimizer optimizer = options.Create(moved.Length, threads);
        foreach (float[] gradient in gradients) optimizer.Step(moved, gradient, 0.05);
        Assert.Equal(gradients.Length, optimizer.Steps);
        return moved;
    }

    private static int[] Bits(float[] values) => MemoryMarshal.Cast<float, int>(values).ToArray();
}
