using System;
using System.Linq;
using HpcCoreset.Tests;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using Xunit;

namespace HpcCoreset.Training.Tests.Runs;

/// <summary>On two threads: 0 B in the whole process, which is one of its own.</summary>
public sealed class TwoThreadsTests
{
    private static readonly NetworkDesign[] s_designs =
        [NetworkDesign.Mlp(14 * 14, 10, 200, 33), NetworkDesign.LeNet5(new(14, 14, 1)), NetworkDesign.ResNet8(new(8, 8, 3)), NetworkDesign.ResNet20(new(8, 8, 3))];

    [Fact]
    public void Steps_passes_and_products_allocate_nothing()
    {
        (int exitCode, string output, string error) = Child.Run(typeof(TwoThreadsTests), nameof(MeasureAll), []);
        Assert.True(exitCode == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(4 * s_designs.Length, lines.Length);
        Assert.All(lines, line => Assert.EndsWith(": 0 B", line, StringComparison.Ordinal));
    }

    /// <summary>In the child: four lines per network.</summary>
    internal static void MeasureAll()
    {
        foreach (NetworkDesign design in s_designs)
        {
            var random = new Random(1);
            float[] inputs = [.. Enumerable.Range(0, 128 * design.Input.Length).Select(_ => random.NextSingle() - 0.5f)], losses = new float[128];
            int[] labels = [.. Enumerable.Range(0, 128).Select(i => i % 10)];
            using var network = new Network(design, seed: 1, threads: 2);
            float[] gradient = new float[network.Parameters.Length], vector = [.. network.Parameters];
            using var run = new TrainingRun(
                network, new LabelledData(inputs, labels, design.Input), null,
                new() { Epochs = 1000, BatchSize = 50, LearningRate = 1e-3, EvaluationInterval = 3000, Augmentation = new(design.Input.Height > 1 ? 2 : 0, HorizontalFlip: false), Threads = 2 });
            Measure("step", () => run.Step());
            Measure("gradient", () => network.Gradient(new(inputs, labels), gradient));
            Measure("forward", () => network.Forward(new(inputs, labels), new(losses)));
            Measure("product", () => network.HessianVectorProduct(new(inputs, labels), vector, gradient));

            void Measure(string what, Action call) => Console.WriteLine($"{design.Name}, {what}: {Allocated.InProcess(call)} B");
        }
    }
}
