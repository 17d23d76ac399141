using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>
/// Test accuracy of random batches, RS2, CREST, CRAIG and InfoBatch on Fashion-MNIST with near-copies and with wrong labels, at a tenth of the steps of full training, from the
/// same first parameters for each seed. Runs are of one thread each, several side by side.
/// </summary>
internal static class HardDataReport
{
    private const int Seeds = 5;
    private const double Student = 2.776; // 97.5 % of Student's distribution with 4 degrees of freedom
    private const int Epochs = 15;
    private const double Budget = 0.1;
    private const double HeldOut = 0.1;
    private const string Folder = "bench/data/fashion-mnist";

    private static readonly double[] _rates = [0.01, 0.02, 0.05, 0.1];

    private static readonly (string Name, TrainerOptions Trainer, double Budget)[] _arms =
    [
        ("random", new RandomTrainerOptions(), Budget),
        ("RS2", new RandomTrainerOptions { WithoutReplacement = true }, Budget),
        ("CREST", new CrestOptions(), Budget),
        ("CREST, 5 batches ahead, not by class", new CrestOptions { BatchesAhead = 5, ByClass = false }, Budget),
        ("CRAIG, each epoch", new CraigTrainerOptions(), Budget),
        ("InfoBatch", new InfoBatchOptions(), Budget),
        ("full", new RandomTrainerOptions(), 1),
    ];

    private static readonly (string Title, string Marked, Func<LabelledData, int, HardData> Make)[] _data =
    [
        ("Half of the images replaced by near-copies of a twentieth", "copies", HardData.WithCopies),
        ("A fifth of the labels wrong", "wrong labels", HardData.WithWrongLabels),
    ];

    /// <summary>Runs.</summary>
    /// <param name="output">Receives the tables.</param>
    /// <param name="tunesAll">Whether every trainer gets a learning rate of its own, and not all that of random.</param>
    public static void Run(TextWriter output, bool tunesAll)
    {
        if (!Directory.Exists(Folder))
        {
            output.WriteLine("No Fashion-MNIST: bench/data/fetch.sh brings it.");
            return;
        }
        (LabelledData training, LabelledData test) = ImageFolder.Read(Folder);
        output.WriteLine(FormattableString.Invariant(
            $"Fashion-MNIST, MLP 784-128-10, {Epochs} epochs of {Budget:P0} of the steps; batches of 128, SGD with momentum 0.9 and weight decay 5e-4, warm-up over a tenth, rate / 10 at 60 % and 85 %."));
        output.WriteLine(FormattableString.Invariant(
            $"Per cent of the 10,000 test images, which are left as they are; {Seeds} seeds, each with changes to the training images, first parameters and an order of its own, the same for all trainers; 95 % intervals by Student's"));
        output.WriteLine(FormattableString.Invariant(
            $"distribution of the paired differences to random. Learning rates of {string.Join(", ", _rates.Select(rate => rate.ToString(CultureInfo.InvariantCulture)))}, tuned {(tunesAll ? "for each trainer" : "for random, and taken for all,")} on a tenth of the training images, changed as the others are, of another seed."));
        output.WriteLine("Work: examples forward are 1, gradients 3, Hessian-vector products 4 each, in units of random's. Seconds of one thread beside another one, in the order of things only.");
        foreach ((string title, string marked, Func<LabelledData, int, HardData> make) in _data)
        {
            output.WriteLine();
            output.WriteLine($"## {title}");
            output.WriteLine();
            Compare(output, marked, [.. Enumerable.Range(0, Seeds + 1).Select(seed => make(training, seed))], test, tunesAll);
        }
    }

    private static void Compare(TextWriter output, string marked, HardData[] data, LabelledData test, bool tunesAll)
    {
        (LabelledData kept, LabelledData heldOut) = data[0].Data.Split(HeldOut, 0);
        var rehearsal = new HardData(kept, new bool[kept.Count]);
        var tunes = _arms[..(tunesAll ? _arms.Length : 1)];
        Outcome[][] tried = [.. SideBySide([.. tunes.SelectMany(arm => _rates.Select<double, Func<Outcome>>(rate => () => Train(arm.Trainer, arm.Budget, rate, rehearsal, heldOut, 0)))]).Chunk(_rates.Length)];
        double[] rates = [.. _arms.Select((_, arm) => tried[tunesAll ? arm : 0]).Select(of => _rates[Enumerable.Range(0, _rates.Length).MaxBy(rate => of[rate].Accuracy)])];
        Outcome[][] outcomes = [.. SideBySide([.. _arms.SelectMany((arm, i) => Enumerable.Range(1, Seeds).Select<int, Func<Outcome>>(seed =>
            () => Train(arm.Trainer, arm.Budget, rates[i], data[seed], test, (ulong)seed)))]).Chunk(Seeds)];
        double unit = outcomes[0].Average(of => of.Work), crest = outcomes[2].Average(of => of.Work);
        Outcome[] longer = SideBySide([.. Enumerable.Range(1, Seeds).Select<int, Func<Outcome>>(seed =>
            () => Train(_arms[0].Trainer, Math.Min(1, Budget * crest / unit), rates[0], data[seed], test, (ulong)seed))]);
        output.WriteLine($"| trainer | learning rate | accuracy, mean | lowest - highest | to random | updates | work | selections | {marked} among the chosen, % | their weight, % | s |");
        output.WriteLine("|:--|--:|--:|:--|:--|--:|--:|--:|--:|--:|--:|");
        for (int arm = 0; arm < _arms.Length; arm++) Row(output, _arms[arm].Name, rates[arm], outcomes[arm], outcomes[0], unit);
        Row(output, "random, at most the work of CREST", rates[0], longer, outcomes[0], unit);
        output.Flush();
    }

    private static void Row(TextWriter output, string name, double rate, Outcome[] outcomes, Outcome[] random, double unit)
    {
        double[] differences = [.. outcomes.Zip(random, (own, other) => own.Accuracy - other.Accuracy)];
        double mean = differences.Average(), half = Student * Math.Sqrt(differences.Sum(x => (x - mean) * (x - mean)) / (Seeds - 1) / Seeds);
        string difference = outcomes == random ? "" : FormattableString.Invariant($"{mean:+0.00;-0.00;0.00} ({mean - half:+0.00;-0.00;0.00} to {mean + half:+0.00;-0.00;0.00})");
        output.WriteLine(FormattableString.Invariant(
            $"| {name} | {rate} | {outcomes.Average(of => of.Accuracy):F2} | {outcomes.Min(of => of.Accuracy):F2} - {outcomes.Max(of => of.Accuracy):F2} | {difference} | {outcomes.Average(of => of.Account.Steps):F0} | {outcomes.Average(of => of.Work) / unit:F2} | {outcomes.Average(of => of.Account.Selections):F0} | {outcomes.Average(of => of.MarkedShare):F1} | {outcomes.Average(of => of.MarkedWeight):F1} | {outcomes.Average(of => of.Account.Seconds - of.Account.EvaluationSeconds):F1} |"));
    }

    private static Outcome Train(TrainerOptions trainer, double budget, double rate, HardData data, LabelledData test, ulong seed)
    {
        var counted = new MarkedShareOptions(trainer, data.IsMarked);
        using var model = new Network(NetworkDesign.Mlp(data.Data.Shape.Length, data.Data.Classes, 128), seed, threads: 1);
        using var run = new TrainingRun(model, data.Data, test, new()
        {
            Trainer = counted,
            Epochs = Epochs,
            Budget = budget,
            LearningRate = rate,
            Optimizer = new SgdOptions { WeightDecay = 5e-4 },
            Schedule = new StepDecaySchedule { WarmUp = 0.1 },
            Seed = seed,
            EvaluationInterval = int.MaxValue,
        });
        try
        {
            run.Run();
        }
        catch (ArithmeticException)
        {
            return default; // diverged
        }
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{trainer.GetType().Name}, budget {budget:F2}, rate {rate}, seed {seed}: {100 * run.Curve[^1].TestAccuracy:F2} %, {run.Account.SelectionSeconds:F1} s of selection, {run.Account.TrainingSeconds:F1} s of training"));
        return new Outcome(100 * run.Curve[^1].TestAccuracy, run.Account, 100.0 * counted.Marked / counted.Chosen, 100 * counted.MarkedWeight / counted.Weight);
    }

    private static Outcome[] SideBySide(List<Func<Outcome>> runs)
    {
        var outcomes = new Outcome[runs.Count];
        Parallel.For(0, runs.Count, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => outcomes[i] = runs[i]());
        return outcomes;
    }

    /// <summary>What a run came to.</summary>
    /// <param name="Accuracy">Per cent of the test images.</param>
    /// <param name="Account">What it cost.</param>
    /// <param name="MarkedShare">Per cent of the chosen examples that are marked.</param>
    /// <param name="MarkedWeight">Their part of the weight, in per cent.</param>
    private readonly record struct Outcome(double Accuracy, TrainingAccount Account, double MarkedShare, double MarkedWeight)
    {
        private const int Batch = 128;

        public double Work => 3 * Account.Backprops + Account.ForwardExamples + 4.0 * Batch * Account.HessianVectorProducts;
    }
}
