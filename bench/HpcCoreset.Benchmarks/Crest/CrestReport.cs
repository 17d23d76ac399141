using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Crest;

/// <summary>
/// What CREST does, looked at from inside, on Fashion-MNIST: gradients of its batches, when it selects, what each of its parts is good for
/// and costs. Beside random batches in as many steps.
/// </summary>
internal static class CrestReport
{
    private const double Budget = 0.1;
    private const int Epochs = 20;
    private const int Seeds = 5;
    private const int BatchSize = 128;
    private const int SubsetSize = 500;

    private static readonly int[] _hidden = [128];

    public static void Run(TextWriter output)
    {
        string path = Path.Combine("bench", "data", "fashion-mnist");
        if (!Directory.Exists(path))
        {
            Console.Error.WriteLine($"{path} is missing; bench/data/fetch.sh fetches it.");
            return;
        }
        (LabelledData training, LabelledData test) = ImageFolder.Read(path);
        NetworkDesign mlp = NetworkDesign.Mlp(training.InputLength, training.Classes, _hidden), lenet = NetworkDesign.LeNet5(training.Shape);
        output.WriteLine(FormattableString.Invariant(
            $"{Epochs} epochs of {100 * Budget} % of the examples: 940 steps of {BatchSize}. SGD with momentum 0.9 and weight decay 5e-4, learning rate 0.05, a tenth of warm-up, divided by ten at 60 % and 85 %. Nothing was tuned."));
        Gradients(output, training, [mlp, lenet]);
        Updates(output, training, mlp);
        Ablations(output, training, test, mlp);
        Parts(output, training, [mlp, lenet]);
    }

    private static void Gradients(TextWriter output, LabelledData data, NetworkDesign[] designs)
    {
        output.WriteLine();
        output.WriteLine("## Gradients of batches");
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant(
            $"Two hundred batches of each kind, at the parameters of a run of CREST (seed 1), as the network's whole gradient. Variance and squared distance from the gradient of all examples in units of those of {BatchSize} random examples; bias in units of the norm of the gradient of all, in parentheses what chance alone would make of it. {BatchSize} examples of {SubsetSize} cannot do better than the {SubsetSize}."));
        output.WriteLine();
        output.WriteLine("| network | steps | batch | variance | bias | squared distance |");
        output.WriteLine("|:--|--:|:--|--:|--:|--:|");
        foreach (NetworkDesign design in designs)
        {
            using var model = new Network(design, seed: 1, Environment.ProcessorCount);
            using var run = new TrainingRun(model, data, null, Options(new CrestOptions(), 1));
            foreach (double share in (double[])[0.05, 0.25, 0.5, 0.75, 1])
            {
                while (run.Account.Steps < share * run.TotalSteps) run.Step();
                var gradients = new BatchGradients(model, data, seed: 1);
                GradientErrors unit = gradients.OfRandom(BatchSize);
                (string Name, GradientErrors Errors)[] kinds =
                [
                    ($"{BatchSize} random", unit),
                    ($"{SubsetSize} random", gradients.OfRandom(SubsetSize)),
                    ($"coreset, {BatchSize} of {SubsetSize}, by class", gradients.OfCoresets(SubsetSize, BatchSize, byClass: true)),
                    ($"coreset, {BatchSize} of {SubsetSize}, of all", gradients.OfCoresets(SubsetSize, BatchSize, byClass: false)),
                    ($"coreset, {BatchSize} of {SubsetSize}, of all, by the last layer's weights", gradients.OfCoresets(SubsetSize, BatchSize, byClass: false, GradientKind.LastLayerWeights)),
                ];
                foreach ((string name, GradientErrors errors) in kinds)
                    output.WriteLine(FormattableString.Invariant(
                        $"| {design.Name} | {run.Account.Steps} | {name} | {errors.Variance / unit.Variance:F2} | {errors.Bias:F2} ({errors.Chance:F2}) | {errors.Error / unit.Error:F2} |"));
                output.Flush();
            }
        }
    }

    private static void Updates(TextWriter output, LabelledData data, NetworkDesign design)
    {
        const int Parts = 10;
        output.WriteLine();
        output.WriteLine("## When it selects");
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant(
            $"{design.Name}, seed 1, by tenths of the run. T1: steps between checks, mean; forgotten: how often a picked example was forgotten so far, and the same of all examples, when each recording was made."));
        output.WriteLine();
        output.WriteLine("| steps | selections | selections per step | T1 | examples not learned | forgotten, picked | forgotten, all |");
        output.WriteLine("|:--|--:|--:|--:|--:|--:|--:|");
        var watched = new WatchedTrainer(new CrestOptions());
        using var model = new Network(design, seed: 1, Environment.ProcessorCount);
        int interval = Epochs * (((int)(Budget * data.Count) - 1) / BatchSize + 1) / Parts;
        using var run = new TrainingRun(model, data, null, Options(new RecordedTrainerOptions { Trainer = watched, Interval = interval }, 1));
        for (int part = 0; part < Parts; part++)
        {
            (long first, long selected, double intervals) = (run.Account.Steps, run.Account.Selections, 0);
            while (run.Account.Steps < (part + 1) * run.TotalSteps / Parts)
            {
                run.Step();
                intervals += ((CrestTrainer)watched.Trainer!).Interval;
            }
            long steps = run.Account.Steps - first, selections = run.Account.Selections - selected;
            LearningStretch stretch = run.History!.Stretch(part);
            output.WriteLine(FormattableString.Invariant(
                $"| {first} - {run.Account.Steps} | {selections} | {(double)selections / steps:F2} | {intervals / steps:F1} | {((CrestTrainer)watched.Trainer!).PoolSize} | {stretch.Picked.ForgettingEvents:F2} | {stretch.All.ForgettingEvents:F2} |"));
        }
    }

    private static void Ablations(TextWriter output, LabelledData training, LabelledData test, NetworkDesign design)
    {
        (string Name, TrainerOptions Options)[] arms =
        [
            ("random", new RandomTrainerOptions()),
            ("random, without replacement (RS2)", new RandomTrainerOptions { WithoutReplacement = true }),
            ("CREST", new CrestOptions()),
            ("first order", new CrestOptions { UsesCurvature = false }),
            ("no smoothing", new CrestOptions { GradientSmoothing = 0, CurvatureSmoothing = 0 }),
            ("no exclusion", new CrestOptions { LearnedLoss = 0 }),
            ("windows of 20 steps", new CrestOptions { Window = 20 }),
            ("mixed batches", new CrestOptions { MixesBatches = true }),
            ("not by class", new CrestOptions { ByClass = false }),
            ("by the last layer's weights", new CrestOptions { Gradients = GradientKind.LastLayerWeights }),
            ("5 batches ahead", new CrestOptions { BatchesAhead = 5 }),
            ("5 batches ahead, not by class", new CrestOptions { BatchesAhead = 5, ByClass = false }),
            ("tau 0.2", new CrestOptions { Threshold = 0.2 }),
        ];
        output.WriteLine();
        output.WriteLine("## What its parts are good for");
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant(
            $"{design.Name}, {Seeds} seeds, the same first parameters for all: test accuracy in %, mean, standard deviation, lowest to highest; means of what it took. Seconds of one thread, two runs side by side."));
        output.WriteLine();
        output.WriteLine("| trainer | accuracy | lowest - highest | selections | backprops, 1000 | forward examples, 1000 | Hessian-vector products | s |");
        output.WriteLine("|:--|--:|:--|--:|--:|--:|--:|--:|");
        foreach ((string name, TrainerOptions options) in arms)
        {
            (double[] accuracies, TrainingAccount[] accounts) = (new double[Seeds], new TrainingAccount[Seeds]);
            Parallel.For(0, Seeds, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                using var model = new Network(design, (ulong)i + 1);
                using var run = new TrainingRun(model, training, test, Options(options, (ulong)i + 1) with { Threads = 1 });
                run.Run();
                (accuracies[i], accounts[i]) = (100 * run.Curve[^1].TestAccuracy, run.Account);
            });
            double mean = accuracies.Average(), deviation = Math.Sqrt(accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / (Seeds - 1));
            output.WriteLine(FormattableString.Invariant(
                $"| {name} | {mean:F2} ± {deviation:F2} | {accuracies.Min():F2} - {accuracies.Max():F2} | {accounts.Average(a => a.Selections):F0} | {accounts.Average(a => a.Backprops) / 1000:F0} | {accounts.Average(a => a.ForwardExamples) / 1000:F0} | {accounts.Average(a => a.HessianVectorProducts):F0} | {accounts.Average(a => a.SelectionSeconds + a.TrainingSeconds):F1} |"));
            output.Flush();
        }
    }

    private static void Parts(TextWriter output, LabelledData training, NetworkDesign[] designs)
    {
        output.WriteLine();
        output.WriteLine("## Where the time goes");
        output.WriteLine();
        output.WriteLine("One thread, one run. Milliseconds per training step, and percent of all: the choice (drawing, facility location), forward passes for it, the model of the loss (gradients and Hessian-vector products), checks of that model, the training steps themselves.");
        output.WriteLine();
        output.WriteLine("| network | trainer | choice | forward | model | checks | training | choice, % | all but training, % |");
        output.WriteLine("|:--|:--|--:|--:|--:|--:|--:|--:|--:|");
        (LabelledData Data, NetworkDesign Design, int Epochs)[] tasks = [.. designs.Select(design => (training, design, Epochs))];
        string cifar = Path.Combine("bench", "data", "cifar-10");
        if (Directory.Exists(cifar))
        {
            LabelledData images = ImageFolder.Read(cifar).Training;
            tasks = [.. tasks, (images, NetworkDesign.ResNet8(images.Shape), 1)];
        }
        (string Name, CrestOptions Options)[] kinds = [("CREST", new()), ("5 batches ahead", new() { BatchesAhead = 5 })];
        foreach ((LabelledData data, NetworkDesign design, int epochs) in tasks)
            foreach ((string name, CrestOptions options) in kinds)
            {
                using var model = new Network(design, seed: 1);
                using var run = new TrainingRun(model, data, null, Options(options, 1) with { Threads = 1, Epochs = epochs });
                run.Run();
                TrainingAccount a = run.Account;
                double all = a.SelectionSeconds + a.TrainingSeconds;
                output.WriteLine(FormattableString.Invariant(
                    $"| {design.Name} | {name} | {Each(a.ChoiceSeconds)} | {Each(a.ForwardSeconds)} | {Each(a.ModelSeconds)} | {Each(a.CheckSeconds)} | {Each(a.TrainingSeconds)} | {100 * a.ChoiceSeconds / all:F1} | {100 * a.SelectionSeconds / all:F0} |"));
                output.Flush();

                string Each(double seconds) => FormattableString.Invariant($"{1000 * seconds / a.Steps:F2}");
            }
    }

    private static TrainingOptions Options(TrainerOptions trainer, ulong seed) => new()
    {
        Trainer = trainer,
        Epochs = Epochs,
        Budget = Budget,
        BatchSize = BatchSize,
        LearningRate = 0.05,
        Optimizer = new SgdOptions { WeightDecay = 5e-4 },
        Schedule = new StepDecaySchedule { WarmUp = 0.1 },
        EvaluationInterval = int.MaxValue,
        Seed = seed,
        Threads = Environment.ProcessorCount,
    };
}
