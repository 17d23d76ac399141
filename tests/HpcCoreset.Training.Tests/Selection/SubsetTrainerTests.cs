using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Models;
using HpcCoreset.Training.Tests.Runs;
using HpcCoreset.Training.Tests.Trainers;
using Xunit;

namespace HpcCoreset.Training.Tests.Selection;

/// <summary>What CRAIG, GRAD-MATCH and GLISTER have in common.</summary>
[Trait("Switches", "true")]
public sealed class SubsetTrainerTests
{
    private static readonly LabelledData s_data = Blobs.Make(600);
    private static readonly LabelledData s_test = Blobs.Make(150, seed: 2);

    private static readonly Dictionary<string, TrainerOptions> s_trainers = new()
    {
        ["craig"] = new CraigTrainerOptions { Interval = 2 },
        ["craig, unlabelled"] = new CraigTrainerOptions { Interval = 2, Balance = ClassBalance.None },
        ["craig, weight gradients"] = new CraigTrainerOptions { Interval = 2, Gradients = GradientKind.LastLayerWeights },
        ["gradmatch"] = new GradMatchOptions { Interval = 2, StartsAtRandom = false },
        ["gradmatch, all classes"] = new GradMatchOptions { Interval = 2, StartsAtRandom = false, ByClass = false },
        ["gradmatch, batches"] = new GradMatchOptions { Interval = 2, StartsAtRandom = false, PerBatch = true },
        ["glister"] = new GlisterOptions { Interval = 2, StartsAtRandom = false, ValidationShare = 0.3 },
        ["glister, best of all"] = new GlisterOptions { Interval = 2, StartsAtRandom = false, Epsilon = 0 },
        ["glister, training loss"] = new GlisterOptions { Interval = 2, StartsAtRandom = false, ValidationShare = 0, UpdateInterval = 7 },
    };

    public static TheoryData<string> Trainers => [.. s_trainers.Keys];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void It_trains_on_one_subset_of_mean_weight_one_until_the_next(string trainer)
    {
        // 60 examples an epoch, in batches of 16, 16, 16 and 12; a selection before epochs 0, 2 and 4.
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        var options = new TrainingOptions { Trainer = s_trainers[trainer], Epochs = 6, BatchSize = 16, Budget = 0.1, Seed = 1 };
        var context = new TrainingContext(model, s_data, options);
        using Trainer choice = options.Trainer.Create(context);
        List<Dictionary<int, float>> subsets = [];
        List<int> order = [];
        for (int step = 0; step < context.Steps; step++)
        {
            if (step % 8 == 0) (subsets, order) = ([.. subsets, []], []);
            choice.Choose(step);
            Assert.Equal(step % 4 == 3 ? 12 : 16, choice.Rows.Length);
            Assert.Equal(choice.Rows.Length, choice.Weights.Length);
            for (int i = 0; i < choice.Rows.Length; i++)
            {
                Assert.InRange(choice.Rows[i], 0, 599);
                order.Add(choice.Rows[i]);
                float weight = subsets[^1].GetValueOrDefault(choice.Rows[i], choice.Weights[i]);
                Assert.Equal(weight, choice.Weights[i]);
                subsets[^1][choice.Rows[i]] = weight;
            }
            foreach (ref float parameter in model.Parameters) parameter *= 1.01f; // each selection sees another model
        }
        Assert.Equal(3, subsets.Count);
        Assert.Equal(3, context.Work.Selections);
        foreach (Dictionary<int, float> subset in subsets)
        {
            Assert.InRange(subset.Count, 1, 60);
            Assert.All(subset.Values, weight => Assert.True(weight >= 0 && float.IsFinite(weight)));
            Assert.Equal(1, subset.Values.Average(weight => (double)weight), 4);
        }
        Assert.Equal(order.Take(60).Distinct().Count(), subsets[^1].Count); // all of it in each epoch,
        Assert.NotEqual(order.Take(60), order.Skip(60)); // in another order
    }

    [Theory]
    [MemberData(nameof(OfUntrainedModels))]
    public void The_first_epochs_are_random_because_an_untrained_model_has_little_to_say(TrainerOptions trainer)
    {
        // Fifteenths of 30 epochs, of 60 examples each, in four steps.
        TrainingOptions options = new() { Trainer = trainer, Epochs = 30, BatchSize = 16, Budget = 0.1, LearningRate = 0.1, Seed = 1 };
        using (Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1))
        {
            var context = new TrainingContext(model, s_data, options);
            using Trainer choice = trainer.Create(context);
            HashSet<int> random = [];
            for (int step = 0; step < 8; step++)
            {
                choice.Choose(step);
                random.UnionWith(choice.Rows.ToArray());
                Assert.All(choice.Weights.ToArray(), weight => Assert.Equal(1, weight));
            }
            Assert.Equal(60, random.Count);
            Assert.Equal(default, context.Work);
            for (int step = 8; step < 16; step++) choice.Choose(step);
            Assert.Equal(1, context.Work.Selections);
        }
        foreach (int stop in (int[])[3, 9]) StoppedRun.EndsTheSame(s_data, options with { Epochs = 5 }, stop);

        using Network small = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        using var run = new TrainingRun(small, s_data, null, options with { Epochs = 1 }); // no longer than its interval
        run.Run();
        Assert.Equal(1, run.Account.Selections);
    }

    public static TheoryData<TrainerOptions> OfUntrainedModels => [new GradMatchOptions(), new GlisterOptions()];

    [Theory] // chance is a third; gradients by the last layer alone favour the hardest examples
    [InlineData("craig", 0.8)]
    [InlineData("craig, unlabelled", 0.8)]
    [InlineData("gradmatch", 0.7)]
    [InlineData("gradmatch, all classes", 0.5)]
    [InlineData("gradmatch, batches", 0.8)]
    [InlineData("glister", 0.55)]
    [InlineData("glister, best of all", 0.55)]
    [InlineData("glister, training loss", 0.55)]
    public void It_learns(string trainer, double accuracy)
    {
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        using var run = new TrainingRun(
            model, s_data, s_test, new() { Trainer = s_trainers[trainer], Epochs = 30, Budget = 0.2, BatchSize = 20, LearningRate = 0.1, Seed = 1 });
        run.Run();
        Assert.True(run.Curve[^1].TestAccuracy > accuracy, $"found {run.Curve[^1].TestAccuracy}");
        Assert.Equal((15, 30 * 120), (run.Account.Selections, run.Account.Backprops));
        Assert.Equal(15 * (trainer == "glister, training loss" ? 1200 : 600), run.Account.ForwardExamples); // shown as candidates, for validation, or both
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_run_that_was_stopped_ends_with_the_same_bits(string trainer)
    {
        TrainingOptions options = new() { Trainer = s_trainers[trainer], Epochs = 5, Budget = 0.15, BatchSize = 20, LearningRate = 0.1, Seed = 7 };
        float[] whole;
        using (Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 2))
        using (var run = new TrainingRun(model, s_data, null, options))
        {
            run.Run();
            whole = model.Parameters.ToArray();
        }
        string file = Path.GetTempFileName();
        try
        {
            foreach (int stop in (int[])[0, 1, 5, 7, 10, 19])
            {
                using (Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 2))
                using (var run = new TrainingRun(model, s_data, null, options))
                {
                    while (run.Account.Steps < stop) run.Step();
                    run.Save(file);
                }
                using Network other = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 3, threads: 2);
                using TrainingRun resumed = TrainingRun.Resume(file, other, s_data, null, options with { Threads = 2 });
                resumed.Run();
                Assert.Equal(whole, other.Parameters.ToArray());
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Few_examples_rare_classes_and_large_batches_are_no_faults(string trainer)
    {
        // Class 1 has one example and class 3 none: less than any share of theirs.
        int[] labels = [0, 0, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2];
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, labels.Length * Blobs.Inputs).Select(_ => random.NextSingle())];
        var few = new LabelledData(values, labels, ExampleShape.Vector(Blobs.Inputs), classes: 4);
        foreach (double budget in (double[])[0.01, 0.2, 0.5, 0.95, 1])
            foreach (int batch in (int[])[1, 5, 12, int.MaxValue])
            {
                using SoftmaxModel model = SoftmaxModel.For(few);
                using var run = new TrainingRun(model, few, null, new() { Trainer = s_trainers[trainer], Epochs = 3, Budget = budget, BatchSize = batch });
                run.Run();
                Assert.True(run.IsFinished);
                Assert.Equal(3 * Math.Max(1, (int)Math.Floor((decimal)budget * 12)), run.Account.Backprops);
            }
    }

    /// <summary>What is saved before the first step, but for the count of steps: no run has taken steps and chosen nothing.</summary>
    [Theory]
    [InlineData("craig", "found place 0 of 0 examples, of 60 that the budget allows.")]
    [InlineData("recorded", "found no recording after 3 steps.")]
    public void Steps_without_a_choice_are_refused(string trainer, string message)
    {
        TrainerOptions trainers = trainer == "recorded" ? new RecordedTrainerOptions() : s_trainers[trainer];
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        var context = new TrainingContext(model, s_data, new() { Trainer = trainers, Epochs = 6, BatchSize = 16, Budget = 0.1, Seed = 1 });
        using Trainer choice = trainers.Create(context);
        using var saved = new MemoryStream();
        choice.Save(new BinaryWriter(saved));
        Load();
        context.Work = context.Work with { Steps = 3 };
        Assert.Equal(message, Assert.Throws<FormatException>(Load).Message);

        void Load()
        {
            saved.Position = 0;
            choice.Load(new BinaryReader(saved));
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Nothing_is_allocated_after_the_first_selection(string trainer)
    {
        // Two epochs of four steps to a selection: one to warm up and five that are counted.
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        var options = new TrainingOptions { Trainer = s_trainers[trainer], Epochs = 12, BatchSize = 16, Budget = 0.1, Seed = 1 };
        using Trainer choice = options.Trainer.Create(new TrainingContext(model, s_data, options));
        int step = 0;
        Assert.Equal(0, Allocated.Always(() =>
        {
            for (int end = step + 8; step < end; step++) choice.Choose(step);
        }));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_model_that_was_lost_is_reported_as_such(string trainer)
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        model.Parameters[0] = float.NaN;
        using var run = new TrainingRun(model, s_data, null, new() { Trainer = s_trainers[trainer], Budget = 0.1 });
        Assert.Contains("diverged", Assert.Throws<ArithmeticException>(() => run.Step()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Examples_without_any_gradient_are_as_good_as_each_other(string trainer)
    {
        // Logits 1000 apart: probabilities are exactly 0 and 1.
        int[] labels = [.. Enumerable.Range(0, 30).Select(i => i % 3)];
        float[] values = new float[30 * 3];
        for (int i = 0; i < 30; i++) values[i * 3 + labels[i]] = 1000;
        var data = new LabelledData(values, labels, ExampleShape.Vector(3), classes: 3);
        using SoftmaxModel model = SoftmaxModel.For(data);
        for (int i = 0; i < model.Parameters.Length; i++) model.Parameters[i] = i % 5 == 0 && i < 12 ? 1 : 0; // [class][inputs, bias]
        using var run = new TrainingRun(model, data, null, new() { Trainer = s_trainers[trainer], Epochs = 2, Budget = 0.4, BatchSize = 4 });
        run.Run();
        Assert.Equal(1, run.Account.Selections);
        Assert.Equal(24, run.Account.Backprops);
    }
}
