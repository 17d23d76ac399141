using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Training;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>What networks cost: forward passes, gradients and Hessian-vector products of a batch of 128, beside the FMA peak.</summary>
internal static class NetworkReport
{
    private const int Batch = 128;

    // Multiply-adds of an example forward, of convolutions and dense layers alone, and those of the first layer, by whose inputs nobody needs gradients.
    private static readonly (NetworkDesign Design, long MultiplyAdds, long First)[] _networks =
    [
        (NetworkDesign.Mlp(784, 10, 512, 512), 668_672, 401_408),
        (NetworkDesign.LeNet5(), 416_520, 117_600),
        (NetworkDesign.ResNet8(), 12_501_632, 442_368),
        (NetworkDesign.ResNet20(), 40_813_184, 442_368),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"A batch of {Batch}: the gradient on one thread as a fraction of the FMA peak of one core (6 flops per multiply-add of a forward pass, 4 in the first layer;");
        output.WriteLine("median of 45 runs, lowest - highest median of the five repetitions of 9); milliseconds by the clock on two threads, median of 25; bytes");
        output.WriteLine("allocated by 20 calls after the first; growth of resident memory by gradients, and by Hessian-vector products on top.");
        output.WriteLine();
        output.WriteLine("| network | gradient / peak | forward, ms | gradient, ms | Hessian-vector product, ms | bytes allocated | gradient, MB | product, MB |");
        output.WriteLine("|:--|:--|--:|--:|--:|--:|--:|--:|");
        foreach ((NetworkDesign design, long multiplyAdds, long first) in _networks)
        {
            float[] inputs = NormalRows.Make(Batch, design.Input.Length, 1), losses = new float[Batch];
            int[] labels = [.. Enumerable.Range(0, Batch).Select(i => i % design.Classes)];
            long before = Machine.CurrentResidentBytes;
            using var network = new Network(design, seed: 1, threads: 2);
            float[] gradient = new float[network.Parameters.Length], product = new float[gradient.Length], vector = [.. network.Parameters];
            void Forward() => network.Forward(new(inputs, labels), new(losses));
            void Gradient() => network.Gradient(new(inputs, labels), gradient);
            void Product() => network.HessianVectorProduct(new(inputs, labels), vector, product);

            Gradient();
            long withGradient = Machine.CurrentResidentBytes;
            Product();
            long withProduct = Machine.CurrentResidentBytes;
            double forward = Milliseconds(Forward), backward = Milliseconds(Gradient), second = Milliseconds(Product);
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 20; i++) Gradient();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            using var single = new Network(design, seed: 1, threads: 1);
            PairedRatio ratio = PairedRatio.Measure(2.0 * Batch * (3 * multiplyAdds - first), () => single.Gradient(new(inputs, labels), gradient));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {design.Name} | {ratio} | {forward:F2} | {backward:F2} | {second:F2} | {allocated} | {(withGradient - before) / 1e6:F0} | {(withProduct - withGradient) / 1e6:F0} |"));
            output.Flush();
        }
    }

    private static double Milliseconds(Action work)
    {
        PairedRatio.WarmUp(work);
        double[] times = new double[25];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return PairedRatio.MedianOf(times);
    }
}
