using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>
/// Test accuracy after full training, for several seeds: MNIST and Fashion-MNIST in the folders that <c>bench/data/fetch.sh</c> fills, and
/// CIFAR-10's binary version where <c>bench/data/cifar-10</c> has it.
/// </summary>
internal static class AccuracyReport
{
    private static readonly Experiment[] _experiments =
    [
        new("MNIST", "mnist", "MLP 784-512-512-10", shape => NetworkDesign.Mlp(shape.Length, 10, 512, 512)),
        new("MNIST", "mnist", "LeNet-5", shape => NetworkDesign.LeNet5(shape)),
        new("Fashion-MNIST", "fashion-mnist", "MLP 784-512-512-10", shape => NetworkDesign.Mlp(shape.Length, 10, 512, 512)),
        new("Fashion-MNIST", "fashion-mnist", "LeNet-5", shape => NetworkDesign.LeNet5(shape)),
        new("CIFAR-10", "cifar-10", "ResNet-8", shape => NetworkDesign.ResNet8(shape)) { Epochs = 30, LearningRate = 0.1, Augmentation = Augmentation.PadCropFlip, Seeds = 1 },
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine("Batches of 128, SGD with momentum 0.9 and weight decay 5e-4, learning rate by a cosine after 5 % of warm-up; CIFAR-10 with crops and mirror images, the others as they are.");
        output.WriteLine("Test accuracy of the last epoch in %; loss of training batches in the last epoch; seconds of training on two threads of a busy machine, tests not included.");
        output.WriteLine();
        output.WriteLine("| data | network | epochs | learning rate | mean | lowest - highest | seeds | training loss | s |");
        output.WriteLine("|:--|:--|--:|--:|--:|:--|:--|--:|--:|");
        foreach (Experiment experiment in _experiments)
        {
            string path = Path.Combine("bench", "data", experiment.Folder);
            if (!Directory.Exists(path))
            {
                Console.Error.WriteLine($"{path} is missing; bench/data/fetch.sh fetches MNIST and Fashion-MNIST.");
                continue;
            }
            (LabelledData training, LabelledData test) = ImageFolder.Read(path);
            List<TrainingPoint> last = [.. Enumerable.Range(1, experiment.Seeds).Select(seed => Train(experiment, training, test, (ulong)seed))];
            double[] accuracies = [.. last.Select(point => 100 * point.TestAccuracy)];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {experiment.Data} | {experiment.Network} | {experiment.Epochs} | {experiment.LearningRate} | {accuracies.Average():F2} | {accuracies.Min():F2} - {accuracies.Max():F2} | {string.Join(", ", accuracies.Select(a => a.ToString("F2", CultureInfo.InvariantCulture)))} | {last.Average(point => point.TrainLoss):F4} | {last.Average(point => point.Seconds):F0} |"));
            output.Flush();
        }
    }

    private static TrainingPoint Train(Experiment experiment, LabelledData training, LabelledData test, ulong seed)
    {
        using var model = new Network(experiment.Create(training.Shape), seed, Environment.ProcessorCount);
        using var run = new TrainingRun(model, training, test, new()
        {
            Epochs = experiment.Epochs,
            LearningRate = experiment.LearningRate,
            Optimizer = new SgdOptions { WeightDecay = 5e-4 },
            Schedule = new CosineSchedule { WarmUp = 0.05 },
            Augmentation = experiment.Augmentation,
            Seed = seed,
            Threads = Environment.ProcessorCount,
        });
        run.Run();
        return run.Curve[^1];
    }

    private sealed record Experiment(string Data, string Folder, string Network, Func<ExampleShape, NetworkDesign> Create)
    {
        public int Epochs { get; init; } = 20;

        public double LearningRate { get; init; } = 0.05;

        public Augmentation Augmentation { get; init; }

        public int Seeds { get; init; } = 5;
    }
}
