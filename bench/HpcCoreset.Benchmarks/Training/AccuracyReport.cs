using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>Test accuracy after full training, for several seeds: images in the folders that <c>bench/data/fetch.sh</c> fills.</summary>
internal static class AccuracyReport
{
    private const int Seeds = 5;
    private const int Epochs = 20;

    private static readonly (string Name, string Folder)[] _data = [("MNIST", "mnist"), ("Fashion-MNIST", "fashion-mnist")];

    private static readonly (string Name, Func<ExampleShape, NetworkDesign> Create)[] _designs =
    [
        ("MLP 784-512-512-10", shape => NetworkDesign.Mlp(shape.Length, 10, 512, 512)),
        ("LeNet-5", shape => NetworkDesign.LeNet5(shape)),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"{Epochs} epochs of batches of 128, SGD with momentum 0.9 and weight decay 5e-4, learning rate 0.05 by a cosine after 5 % of warm-up, no augmentation.");
        output.WriteLine($"Test accuracy of the last epoch in %, {Seeds} seeds; loss of training batches in the last epoch; seconds of training, tests not included.");
        output.WriteLine();
        output.WriteLine("| data | network | mean | lowest - highest | seeds | training loss | s |");
        output.WriteLine("|:--|:--|--:|:--|:--|--:|--:|");
        foreach ((string data, string folder) in _data)
        {
            string path = Path.Combine("bench", "data", folder);
            if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"{path} is missing; bench/data/fetch.sh fetches it.");
            (LabelledData training, LabelledData test) = ImageFolder.Read(path);
            foreach ((string name, Func<ExampleShape, NetworkDesign> create) in _designs)
            {
                List<TrainingPoint> last = [.. Enumerable.Range(1, Seeds).Select(seed => Train(create(training.Shape), training, test, (ulong)seed))];
                double[] accuracies = [.. last.Select(point => 100 * point.TestAccuracy)];
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {data} | {name} | {accuracies.Average():F2} | {accuracies.Min():F2} - {accuracies.Max():F2} | {string.Join(", ", accuracies.Select(a => a.ToString("F2", CultureInfo.InvariantCulture)))} | {last.Average(point => point.TrainLoss):F4} | {last.Average(point => point.Seconds):F0} |"));
                output.Flush();
            }
        }
    }

    private static TrainingPoint Train(NetworkDesign design, LabelledData training, LabelledData test, ulong seed)
    {
        using var model = new Network(design, seed, Environment.ProcessorCount);
        using var run = new TrainingRun(model, training, test, new()
        {
            Epochs = Epochs,
            LearningRate = 0.05,
            Optimizer = new SgdOptions { WeightDecay = 5e-4 },
            Schedule = new CosineSchedule { WarmUp = 0.05 },
            Seed = seed,
            Threads = Environment.ProcessorCount,
        });
        run.Run();
        return run.Curve[^1];
    }
}
