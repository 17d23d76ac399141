using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Training.Networks;
using Xunit;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>Random networks, and calls of any kind and size one after the other.</summary>
public sealed class NetworkHistoryTests
{
    private const int Fence = 61; // around what is written, at an odd place in memory
    private static readonly int[] s_counts = [1, 2, 3, 16, 17, 33, 65, 130];
    private static readonly int[] s_units = [1, 15, 16, 17, 32, 33, 65];

    /// <summary>Also after examples that are not a number: nothing of them may be left in frames, panels or sums.</summary>
    [Fact]
    public void Every_call_writes_what_a_new_network_would_and_nothing_else() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        NetworkDesign design = Design(random);
        using var network = new Network(design, seed: 5, threads: random.Next(1, 4));
        for (int call = 0; call < 6; call++)
        {
            using var other = new Network(design, seed: 5);
            (int kind, int count, bool isBroken) = (random.Next(3), s_counts[random.Next(s_counts.Length)], random.Next(4) == 0);
            Assert.Equal(Call(other, kind, count, isBroken), Call(network, kind, count, isBroken));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static NetworkDesign Design(Random random)
    {
        int classes = s_units[random.Next(1, s_units.Length)], channels = s_units[random.Next(4)];
        return random.Next(3) switch
        {
            0 => NetworkDesign.Mlp(random.Next(1, 300), classes, [.. Enumerable.Range(0, random.Next(4)).Select(_ => s_units[random.Next(s_units.Length)])]),
            1 => NetworkDesign.LeNet5(new(random.Next(12, 17), random.Next(12, 17), channels), classes),
            _ => NetworkDesign.ResNet8(new(random.Next(4, 10), random.Next(4, 10), channels), classes),
        };
    }

    private static float[] Call(Network network, int kind, int count, bool isBroken)
    {
        TestBatch batch = TestBatch.Create(network, count, isWeighted: kind > 0);
        if (isBroken) batch.Inputs[batch.Inputs.Length / 2] = float.NaN;
        int parameters = network.Parameters.Length;
        int[] lengths = kind == 0 ? [count, count * network.Classes, count * network.FeatureLength] : [parameters];
        float[][] written = [.. lengths.Select(length => Enumerable.Repeat(7f, length + 2 * Fence).ToArray())];
        Span<float> Inside(int i) => written[i].AsSpan(Fence, lengths[i]);

        if (kind == 0) network.Forward(batch.View, new(Inside(0), Inside(1), Inside(2)));
        else if (kind == 1) network.Gradient(batch.View, Inside(0));
        else network.HessianVectorProduct(batch.View, network.Parameters.ToArray(), Inside(0));

        foreach (float[] values in written) Assert.All(values[..Fence].Concat(values[^Fence..]), value => Assert.Equal(7, value));
        return [.. written.SelectMany(values => values)];
    }
}
