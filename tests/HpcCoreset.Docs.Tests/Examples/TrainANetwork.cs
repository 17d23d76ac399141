using System;
using System.IO;
using System.Linq;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class TrainANetwork
{
    public static void Run()
    {
        (LabelledData training, LabelledData test) = Digits();
        #region training-run
        var options = new TrainingOptions
        {
            Epochs = 40,
            Budget = 0.25,                                           // a fresh quarter of the examples in each epoch
            BatchSize = 32,
            Optimizer = new SgdOptions { WeightDecay = 1e-4 },
            Schedule = new CosineSchedule { WarmUp = 0.1 },          // of the learning rate, 0.1
            Seed = 1,
        };
        using var model = new Network(NetworkDesign.Mlp(64, 10, 128), seed: 1);
        using var run = new TrainingRun(model, training, test, options);
        run.Run();

        TrainingPoint last = run.Curve[^1];
        Console.WriteLine($"{run.Account.Steps} steps, {run.Account.Backprops} gradients of examples: {last.TestAccuracy:P1} right");
        #endregion
    }

    public static void Resume()
    {
        (LabelledData training, LabelledData test) = Digits();
        var options = new TrainingOptions { Epochs = 10, BatchSize = 32 };
        NetworkDesign design = NetworkDesign.Mlp(64, 10, 32);
        string file = Path.GetTempFileName();
        float[] wanted;
        using (var model = new Network(design))
        {
            using var whole = new TrainingRun(model, training, test, options);
            whole.Run();
            wanted = model.Parameters.ToArray();
        }
        #region training-resume
        using (var model = new Network(design))
        using (var run = new TrainingRun(model, training, test, options))
        {
            while (run.Account.Steps < 123) run.Step();
            run.Save(file);                                          // and then the machine is switched off
        }
        using var next = new Network(design, threads: 2);
        using TrainingRun resumed = TrainingRun.Resume(file, next, training, test, options);
        resumed.Run();
        Console.WriteLine(next.Parameters.SequenceEqual(wanted) ? "as if nothing had happened" : "something else");
        #endregion
        File.Delete(file);
    }

    public static void Choose()
    {
        (LabelledData training, LabelledData test) = Digits();
        using var model = new Network(NetworkDesign.Mlp(64, 10, 128), seed: 1);
        var options = new TrainingOptions
        {
            Trainer = new HighestLosses(), // the rest is as in the first example
            Epochs = 40,
            Budget = 0.25,
            BatchSize = 32,
            Optimizer = new SgdOptions { WeightDecay = 1e-4 },
            Schedule = new CosineSchedule { WarmUp = 0.1 },
            Seed = 1,
        };
        using var run = new TrainingRun(model, training, test, options);
        run.Run();
        Console.WriteLine(
            $"{run.Account.Selections} selections, {run.Account.ForwardExamples} examples looked at, {run.Account.Backprops} trained on: "
            + $"{run.Curve[^1].TestAccuracy:P1} right");
    }

    public static (LabelledData Training, LabelledData Test) Digits()
    {
        LabelledData digits = CsvData.Read(Repository.PathOf("src/HpcCoreset.Tool/Samples/digits.csv.gz"), labelColumn: "64");
        (LabelledData training, LabelledData test) = digits.Split(heldOutShare: 0.2, seed: 1);
        ChannelScaling scaling = training.Measure();
        return (training.With(scaling), test.With(scaling));
    }

    #region own-trainer
    /// <summary>In each epoch the examples that the model finds hardest, as many as the budget allows, in random order.</summary>
    internal sealed record HighestLosses : TrainerOptions
    {
        public override Trainer Create(TrainingContext context) => new Choice(context);

        private sealed class Choice(TrainingContext context) : Trainer
        {
            private readonly int[] _order = new int[context.Data.Count];
            private readonly float[] _losses = new float[context.Data.Count];
            private readonly int[] _chosen = new int[context.ExamplesPerEpoch];
            private int _first;

            public override ReadOnlySpan<int> Rows => _chosen.AsSpan(_first, Math.Min(context.Options.BatchSize, _chosen.Length - _first));

            public override void Choose(long number)
            {
                (long epoch, long step) = Math.DivRem(number, context.StepsPerEpoch);
                _first = (int)step * context.Options.BatchSize;
                if (step > 0) return;
                RandomRows.Permutation(context.Options.Seed, (ulong)epoch, _order);
                context.Forward(_order, new ForwardOutputs(_losses));                // counted in the run's account
                context.CountSelection();
                float least = _losses.OrderDescending().ElementAt(_chosen.Length - 1);
                int chosen = 0;
                for (int i = 0; chosen < _chosen.Length; i++)
                    if (_losses[i] >= least) _chosen[chosen++] = _order[i];
            }

            public override void Save(BinaryWriter writer)                           // what a checkpoint keeps of it
            {
                foreach (int row in _chosen) writer.Write(row);
            }

            public override void Load(BinaryReader reader)
            {
                for (int i = 0; i < _chosen.Length; i++) _chosen[i] = reader.ReadInt32();
            }
        }
    }
    #endregion
}
