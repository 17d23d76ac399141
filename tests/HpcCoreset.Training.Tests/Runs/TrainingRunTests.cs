using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Tests.Models;
using Xunit;

namespace HpcCoreset.Training.Tests.Runs;

[Trait("Switches", "true")]
public sealed class TrainingRunTests
{
    private static readonly LabelledData s_data = Blobs.Make(300);
    private static readonly LabelledData s_test = Blobs.Make(150, seed: 2);

    [Fact]
    public void A_run_learns_and_its_account_adds_up()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, s_test, new() { Epochs = 10, BatchSize = 32, Seed = 3 });
        Assert.Equal(100, run.TotalSteps); // ten batches an epoch, the last of 12
        var told = new Told();

        run.Run(told);

        Assert.True(run.IsFinished);
        TrainingAccount account = run.Account;
        Assert.Equal((100, 3000, 0, 0, 0), (account.Steps, account.Backprops, account.ForwardExamples, account.HessianVectorProducts, account.Selections));
        Assert.True(account.TrainingSeconds > 0 && account.EvaluationSeconds > 0);
        Assert.Equal(account.SelectionSeconds + account.TrainingSeconds + account.EvaluationSeconds, account.Seconds);
        Assert.Equal(Enumerable.Range(1, 100).Select(step => (long)step), told.Steps);
        TrainingPoint[] curve = run.Curve.ToArray();
        Assert.Equal(Enumerable.Range(1, 10).Select(epoch => (10L * epoch, 300L * epoch)), curve.Select(point => (point.Step, point.Backprops)));
        Assert.True(curve[^1].TestAccuracy > 0.8, $"found {curve[^1].TestAccuracy}");
        Assert.True(curve[^1].TrainLoss < curve[0].TrainLoss / 1.5);
        Assert.Throws<InvalidOperationException>(() => run.Step());
    }

    [Fact]
    public void A_run_is_the_plain_loop_over_the_same_orders()
    {
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 64,
            Seed = 5,
            LearningRate = 0.2,
            Optimizer = new SgdOptions { Momentum = 0.5 },
            Schedule = new StepDecaySchedule { WarmUp = 2, Milestones = [0.5] },
        };
        using SoftmaxModel model = SoftmaxModel.For(s_data), plain = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, null, options);
        run.Run();

        Optimizer optimizer = options.Optimizer.Create(plain.Parameters.Length);
        (int[] order, float[] gradient) = (new int[300], new float[plain.Parameters.Length]);
        double losses = 0;
        for (int epoch = 0, step = 0; epoch < 3; epoch++)
        {
            RandomRows.Permutation(5, (ulong)epoch, order);
            losses = 0;
            foreach (int[] rows in order.Chunk(64))
            {
                (float[] inputs, int[] labels) = (new float[rows.Length * Blobs.Inputs], new int[rows.Length]);
                s_data.Gather(rows, inputs, labels);
                losses += plain.Gradient(new(inputs, labels), gradient, updateStatistics: true) / 5;
                double factor = step < 2 ? (step + 1) / 2.0 : step < 8 ? 1 : 0.1;
                optimizer.Step(plain.Parameters, gradient, 0.2 * factor);
                step++;
            }
        }

        Assert.Equal(plain.Parameters.ToArray(), model.Parameters.ToArray());
        Assert.Equal(plain.Statistics.ToArray(), model.Statistics.ToArray());
        Assert.Equal(losses, run.Curve[^1].TrainLoss, 12);
        Assert.Equal(double.NaN, run.Curve[^1].TestAccuracy);
    }

    [Fact]
    public void The_test_accuracy_is_the_share_of_examples_that_are_likeliest_their_class()
    {
        LabelledData test = Blobs.Make(600, seed: 4); // three blocks
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, test, new() { Epochs = 1, BatchSize = 50 });
        run.Run();

        int right = 0;
        for (int row = 0; row < test.Count; row++)
        {
            (float[] inputs, float[] probabilities) = (new float[Blobs.Inputs], new float[3]);
            test.Gather([row], inputs);
            model.Forward(new(inputs, [0]), new ForwardOutputs(default, probabilities));
            if (Array.IndexOf(probabilities, probabilities.Max()) == test.Labels[row]) right++;
        }

        Assert.Equal(right / 600.0, run.Curve[^1].TestAccuracy);
    }

    [Fact]
    public void A_budget_trains_on_a_fresh_subset_in_each_epoch_and_passes_through_the_whole_schedule()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        var options = new TrainingOptions { Epochs = 4, Budget = 0.25, BatchSize = 32, Seed = 7 };
        var context = new TrainingContext(model, s_data, options);
        using Trainer trainer = options.Trainer.Create(context);
        Assert.Equal((75, 3, 12L), (context.ExamplesPerEpoch, context.StepsPerEpoch, context.Steps));

        List<int[]> epochs = [];
        for (int epoch = 0; epoch < 4; epoch++)
        {
            List<int> rows = [];
            foreach (int step in Enumerable.Range(3 * epoch, 3))
            {
                trainer.Choose(step);
                Assert.Equal(step % 3 < 2 ? 32 : 11, trainer.Rows.Length);
                Assert.True(trainer.Weights.IsEmpty);
                rows.AddRange(trainer.Rows);
            }
            Assert.Equal(75, rows.Distinct().Count());
            epochs.Add([.. rows.Order()]);
        }
        Assert.All(epochs.Skip(1), rows => Assert.NotEqual(epochs[0], rows));

        using var run = new TrainingRun(model, s_data, null, options);
        run.Run();
        Assert.Equal((12, 300), (run.Account.Steps, run.Account.Backprops));
        Assert.Equal(4, run.Curve.Length);
    }

    [Theory]
    [InlineData(0.29, 100, 29)] // 28.999999999999996 as doubles
    [InlineData(0.1, 1438, 143)]
    [InlineData(1, 300, 300)]
    public void A_budget_is_a_share_as_it_is_written(double budget, int count, int examples)
    {
        LabelledData data = Blobs.Make(count);
        using SoftmaxModel model = SoftmaxModel.For(data);
        Assert.Equal(examples, new TrainingContext(model, data, new() { Budget = budget }).ExamplesPerEpoch);
    }

    [Fact]
    public void Outputs_that_do_not_fit_the_examples_are_refused()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        var context = new TrainingContext(model, s_data, new());
        int[] rows = [1, 2];
        context.Forward(rows, new ForwardOutputs(new float[2], new float[6]));
        Refused("outputs: found 3 losses; 2 examples have 2.", () => context.Forward(rows, new ForwardOutputs(new float[3])));
        Refused("outputs: found 5 probabilities; 2 examples have 6.", () => context.Forward(rows, new ForwardOutputs(default, new float[5])));
        Refused("outputs: found 1 features;", () => context.Forward(rows, new ForwardOutputs(default, default, new float[1])));
        Assert.Equal(2, context.Work.ForwardExamples);

        static void Refused(string message, Action call) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>("outputs", call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_smallest_budget_is_one_example()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, null, new() { Epochs = 3, Budget = 1e-9, EvaluationInterval = 2 });
        run.Run();
        Assert.Equal((3, 3), (run.Account.Steps, run.Account.Backprops));
        Assert.Equal([2, 3], run.Curve.ToArray().Select(point => point.Step)); // and the last step is always followed by a test
    }

    [Fact]
    public void A_trainer_may_look_at_the_model_and_what_that_costs_is_counted()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(
            model, s_data, s_test, new() { Trainer = new HardestFirst(), Epochs = 2, BatchSize = 16, LearningRate = 0.05 });
        run.Run();

        // 38 steps of 16, of which every seventh selects: 300 forward, 10 backward, one product.
        TrainingAccount account = run.Account;
        Assert.Equal((38, 6, 6 * 300, 6), (account.Steps, account.Selections, account.ForwardExamples, account.HessianVectorProducts));
        Assert.Equal(38 * 16 + 6 * 10, account.Backprops);
        Assert.True(account.SelectionSeconds > 0);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        Assert.Equal(Trained(threads: 1), Trained(threads: 3));

        static int[] Trained(int threads)
        {
            using var model = new SoftmaxModel(40_000, 2); // several of the optimizer's chunks
            var random = new Random(1);
            var data = new LabelledData(
                [.. Enumerable.Range(0, 10 * 40_000).Select(_ => random.NextSingle())], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], ExampleShape.Vector(40_000));
            using var run = new TrainingRun(
                model, data, null, new() { Epochs = 3, BatchSize = 4, LearningRate = 1e-4, Optimizer = new AdamWOptions(), Threads = threads });
            run.Run();
            return MemoryMarshal.Cast<float, int>(model.Parameters).ToArray();
        }
    }

    [Fact]
    public void Steps_and_tests_allocate_nothing_after_the_first()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, s_test, new() { Epochs = 20, BatchSize = 32, EvaluationInterval = 1, Optimizer = new AdamWOptions() });
        Assert.Equal(0, Allocated.Always(() => run.Step()));
    }

    [Fact]
    public void A_diverging_run_says_so_before_the_parameters_are_lost()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, null, new() { Epochs = 100, BatchSize = 300, LearningRate = 1e38 });

        string message = Assert.Throws<ArithmeticException>(() => run.Run()).Message;

        Assert.StartsWith("Training diverged: the objective of step ", message, StringComparison.Ordinal);
        Assert.True(run.Account.Steps < 100);
    }

    [Fact]
    public void A_cancelled_run_can_go_on()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data), other = SoftmaxModel.For(s_data);
        using TrainingRun run = new(model, s_data, null, new() { Epochs = 3 }), whole = new(other, s_data, null, new() { Epochs = 3 });
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => run.Run(new Told { Last = 4, Then = cancellation.Cancel }, cancellation.Token));
        Assert.Equal(4, run.Account.Steps);
        run.Run();
        whole.Run();

        Assert.Equal(other.Parameters.ToArray(), model.Parameters.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_anything_runs()
    {
        Refused(new() { Epochs = 0 }, "options.Epochs: found 0; allowed are whole numbers from 1.");
        Refused(new() { Budget = 0 }, "options.Budget: found 0; allowed are numbers above 0 and up to 1.");
        Refused(new() { Budget = 1.5 }, "options.Budget: found 1.5");
        Refused(new() { BatchSize = 0 }, "options.BatchSize: found 0");
        Refused(new() { LearningRate = double.NaN }, "options.LearningRate: found NaN");
        Refused(new() { LearningRate = 1e39 }, "options.LearningRate: found 1E+39; allowed are numbers above 0, finite in float32."); // steps are float32
        Refused(new() { EvaluationInterval = -1 }, "options.EvaluationInterval: found -1");
        Refused(new() { Threads = 0 }, "options.Threads: found 0");
        Refused(new() { Optimizer = new SgdOptions { Momentum = 2 } }, "options.Momentum: found 2");
        Refused(new() { Schedule = new CosineSchedule { Final = -1 } }, "options.Final: found -1");
        Refused(new() { Schedule = new StepDecaySchedule { WarmUp = 1, Decay = 0 } }, "options.Decay: found 0"); // not only after the warm-up
        Refused(new() { Augmentation = new(0, HorizontalFlip: true) }, "options.Augmentation: found a horizontal flip for examples of 1 x 1");
        Refused(new() { Augmentation = Augmentation.PadCropFlip }, "options.Augmentation: found a padding of 4");
        Refused(new() { Trainer = null! }, "options.Trainer: found null");

        using var narrow = new SoftmaxModel(3, 3);
        Assert.StartsWith("data: found examples of 4 values; the model takes 3.",
            Assert.Throws<ArgumentException>("data", () => new TrainingRun(narrow, s_data, null, new())).Message, StringComparison.Ordinal);
        using var few = new SoftmaxModel(4, 2);
        Assert.StartsWith("data: found 3 classes; the model has 2.",
            Assert.Throws<ArgumentException>("data", () => new TrainingRun(few, s_data, null, new())).Message, StringComparison.Ordinal);

        static void Refused(TrainingOptions options, string message)
        {
            using SoftmaxModel model = SoftmaxModel.For(s_data);
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new TrainingRun(model, s_data, s_test, options)).Message, StringComparison.Ordinal);
        }
    }

    private sealed class Told : IProgress<long>
    {
        public List<long> Steps { get; } = [];

        public long Last { get; init; } = -1;

        public Action Then { get; init; } = () => { };

        public void Report(long value)
        {
            Steps.Add(value);
            if (value == Last) Then();
        }
    }
}
