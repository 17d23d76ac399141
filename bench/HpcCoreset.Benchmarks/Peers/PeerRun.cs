using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Training;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Peers;

/// <summary>
/// Our side of <c>bench/peers</c>: one task on rows from a file, warmed up as the peers are, one line of figures. The environment's
/// <c>THREADS</c> says on how many threads.
/// </summary>
internal static class PeerRun
{
    private const int SmallRows = 2000;

    private static int Threads { get; } = Number(Environment.GetEnvironmentVariable("THREADS") ?? "1");

    /// <summary>
    /// Processor time for one thread, which a shared machine lets wait, and the clock on the wall for more.
    /// </summary>
    private static double Seconds => Threads == 1 ? ThreadClock.Seconds : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    /// <summary>Prints seconds per call, bytes by which the peak of resident memory grew, and the value found.</summary>
    public static void Run(string[] arguments)
    {
        switch (arguments[0])
        {
            case "facility-location":
                FacilityLocation(arguments[1], Number(arguments[2]), Number(arguments[3]));
                break;
            case "nearest":
            case "nearest-packed":
                Nearest(arguments[1], arguments[2], Number(arguments[3]), packsOnce: arguments[0] == "nearest-packed");
                break;
            case "nearest-dot":
                NearestByDot(arguments[1], arguments[2], Number(arguments[3]));
                break;
            case "seeding":
                Seeding(arguments[1], Number(arguments[2]), Number(arguments[3]), (ulong)Number(arguments[4]));
                break;
            case "lloyd":
                Iterations(arguments[1], arguments[2], Number(arguments[3]), Number(arguments[4]));
                break;
            case "k-center":
                KCenter(arguments[1], Number(arguments[2]), Number(arguments[3]));
                break;
            case "kmeans":
                KMeans(arguments[1], Number(arguments[2]), Number(arguments[3]), Number(arguments[4]));
                break;
            case "coreset":
                Construct(
                    new()
                    {
                        Method = Enum.Parse<ClusteringCoresetMethod>(arguments[1]),
                        Clusters = Number(arguments[4]),
                        Size = Number(arguments[5]),
                        Seed = (ulong)Number(arguments[6]),
                        Threads = Threads,
                    },
                    arguments[2], Number(arguments[3]), call: Number(arguments[7]));
                break;
            case "training-step":
                TrainingStep(arguments[1], Number(arguments[2]));
                break;
            default:
                throw new ArgumentException($"No task {arguments[0]}.");
        }
    }

    /// <summary>Gradient and momentum step of a batch of 128; the value is the number of parameters.</summary>
    private static void TrainingStep(string name, int steps)
    {
        const int batch = 128;
        NetworkDesign design = name switch
        {
            "mlp" => NetworkDesign.Mlp(784, 10, 512, 512),
            "lenet" => NetworkDesign.LeNet5(),
            "resnet8" => NetworkDesign.ResNet8(),
            "resnet20" => NetworkDesign.ResNet20(),
            _ => throw new ArgumentException($"No network {name}."),
        };
        using var network = new Network(design, seed: 1, Threads);
        Optimizer optimizer = new SgdOptions { WeightDecay = 1e-4 }.Create(network.Parameters.Length, Threads);
        float[] inputs = NormalRows.Make(batch, network.InputLength, 1), gradient = new float[network.Parameters.Length];
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => i % 10)];
        Action step = () =>
        {
            network.Gradient(new(inputs, labels), gradient, updateStatistics: true);
            optimizer.Step(network.Parameters, gradient, 0.01);
        };
        PairedRatio.WarmUp(step);
        Measure(steps, step, () => gradient.Length);
    }

    private static void FacilityLocation(string file, int dimension, int size)
    {
        using (FacilityLocationSelector small = new(new() { Size = 5, Threads = Threads }))
            for (int i = 0; i < 40; i++) _ = small.Select(new Points(NormalRows.Make(200, dimension, i), dimension));
        float[] rows = Read(file);
        using FacilityLocationSelector selector = new(new() { Size = size, Threads = Threads });
        double value = 0;
        Measure(1, () => value = selector.Select(new Points(rows, dimension)).Report.Objective, () => value);
    }

    private static void Nearest(string file, string centresFile, int dimension, bool packsOnce)
    {
        float[] rows = Read(file), centres = Read(centresFile);
        using NearestCentre nearest = new(rows, centres, dimension, packsOnce, Threads);
        double value = 0;
        PairedRatio.WarmUp(() => nearest.Run());
        Measure(5, () => value = nearest.Run(), () => value);
    }

    private static void NearestByDot(string file, string centresFile, int dimension)
    {
        float[] rows = Read(file), centres = Read(centresFile);
        float[] rowTerms = new float[rows.Length / dimension], centreTerms = new float[centres.Length / dimension];
        float[] distance = new float[rowTerms.Length], runnerUp = new float[rowTerms.Length];
        int[] owner = new int[rowTerms.Length];
        double value = 0;
        void Run()
        {
            Norms(rows, rowTerms);
            Norms(centres, centreTerms);
            PlainLoops.Assign(rows, dimension, rowTerms, centres, centreTerms, owner, distance, runnerUp);
            value = 0;
            foreach (float square in distance) value += Math.Sqrt(Math.Max(square, 0));
        }
        void Norms(float[] vectors, float[] terms)
        {
            for (int i = 0; i < terms.Length; i++) terms[i] = TensorPrimitives.SumOfSquares(vectors.AsSpan(i * dimension, dimension));
        }
        PairedRatio.WarmUp(Run);
        Measure(5, Run, () => value);
    }

    private static void Seeding(string file, int dimension, int clusters, ulong seed)
    {
        using (KMeansParts small = new(NormalRows.Make(SmallRows, dimension, 1), dimension, 10, Threads))
            PairedRatio.WarmUp(() => small.Seed(1));
        using KMeansParts parts = new(Read(file), dimension, clusters, Threads);
        Measure(1, () => parts.Seed(seed), parts.Cost);
    }

    private static void Iterations(string file, string centresFile, int dimension, int iterations)
    {
        using (KMeansParts small = new(NormalRows.Make(SmallRows, dimension, 1), dimension, 10, Threads))
            PairedRatio.WarmUp(() => small.Iterate(NormalRows.Make(10, dimension, 2), 3));
        float[] centres = Read(centresFile);
        using KMeansParts parts = new(Read(file), dimension, centres.Length / dimension, Threads);
        Measure(1, () => parts.Iterate(centres, iterations), parts.Cost);
    }

    private static void KCenter(string file, int dimension, int picks)
    {
        ClusteringCoresetOptions options = new() { Size = 5, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Euclidean, Threads = Threads };
        using (ClusteringCoresetSelector small = new(options))
            for (int i = 0; i < 40; i++) _ = small.Select(new Points(NormalRows.Make(200, dimension, i), dimension));
        float[] rows = Read(file);
        using ClusteringCoresetSelector selector = new(options with { Size = picks });
        double value = 0;
        Measure(1, () => value = selector.Select(new Points(rows, dimension)).Report.Objective, () => value);
    }

    private static void KMeans(string file, int dimension, int clusters, int seed)
    {
        using (KMeansSolver small = new(new() { Clusters = 5, Threads = Threads }))
            for (int i = 0; i < 40; i++) _ = small.Fit(new Points(NormalRows.Make(200, dimension, i), dimension));
        float[] rows = Read(file);
        using KMeansSolver solver = new(new() { Clusters = clusters, Seed = (ulong)seed, Threads = Threads });
        double value = 0;
        Measure(1, () => value = solver.Fit(new Points(rows, dimension)).Cost, () => value);
    }

    /// <summary>The value is the cost of the clusters' means, or, without clusters, the mass.</summary>
    private static void Construct(ClusteringCoresetOptions options, string file, int dimension, int call)
    {
        using (ClusteringCoresetSelector small = new(options with { Size = 100, Clusters = 5 }))
            for (int i = 0; i < 40; i++) _ = small.Select(new Points(NormalRows.Make(SmallRows, dimension, i), dimension));
        float[] rows = Read(file);
        using ClusteringCoresetSelector selector = new(options);
        for (int i = 1; i < call; i++) _ = selector.Select(new Points(rows, dimension));
        SelectionReport report = default;
        Measure(
            1, () => report = selector.Select(new Points(rows, dimension)).Report,
            () => options.Method == ClusteringCoresetMethod.Sensitivity ? report.Objective : report.TotalWeight);
    }

    private static void Measure(int calls, Action work, Func<double> value)
    {
        long memory = Machine.PeakResidentBytes;
        double start = Seconds;
        for (int i = 0; i < calls; i++) work();
        double seconds = (Seconds - start) / calls;
        memory = Machine.PeakResidentBytes - memory;
        Console.WriteLine(FormattableString.Invariant($"{seconds:F6} {memory} {value():G9}"));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static float[] Read(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
}
