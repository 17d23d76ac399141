using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Models;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Trainers;

[Trait("Switches", "true")]
public sealed class InfoBatchTests
{
    private static readonly LabelledData s_data = Blobs.Make(300);
    private static readonly TrainingOptions s_options = new() { Trainer = new InfoBatchOptions(), Epochs = 8, BatchSize = 32, LearningRate = 0.1, Seed = 4 };

    [Theory]
    [InlineData(0.5, 0.875, 32)]
    [InlineData(0.9, 1, 7)]
    [InlineData(0.3, 0.5, 300)]
    [InlineData(0.5, 0, 50)]
    [InlineData(0, 0.7, 50)]
    public void Passes_are_the_papers_over_the_losses_of_the_steps(double probability, double share, int batch)
    {
        TrainingOptions options = s_options with { BatchSize = batch, Trainer = new InfoBatchOptions { PruningProbability = probability, PruningShare = share } };
        List<Step> steps = Steps(options);
        double[] losses = new double[300];
        (int Row, float Weight)[] pass = [];
        int whole = (int)Math.Ceiling(share * steps.Count);
        ulong passes = 0;
        for (int number = 0; number < steps.Count; number++)
        {
            if (pass.Length == 0 || number == whole)
            {
                double mean = losses.Average();
                int[] order = new int[300];
                RandomRows.Permutation(4, passes, order);
                Philox random = RandomStream.Of(4, RandomStream.Purpose.Subset, passes++);
                pass = [.. order
                    .Where(row => number >= whole || losses[row] >= mean || random.Double((ulong)row) >= probability)
                    .Select(row => (row, number < whole && losses[row] < mean ? (float)(1 / (1 - probability)) : 1))];
            }
            Assert.Equal(pass.Take(batch), steps[number].Rows.Zip(steps[number].Weights));
            pass = [.. pass.Skip(batch)];
            for (int i = 0; i < steps[number].Rows.Length; i++) losses[steps[number].Rows[i]] = (float)steps[number].Losses[i];
        }
    }

    [Fact]
    public void An_example_weighs_one_on_average_over_seeds()
    {
        double[] weights = new double[300];
        for (ulong seed = 0; seed < 200; seed++)
        {
            // Passes of one step: the losses of the first are the same for all seeds.
            Step second = Steps(s_options with { BatchSize = 300, Epochs = 3, Seed = seed })[1];
            for (int i = 0; i < second.Rows.Length; i++) weights[second.Rows[i]] += second.Weights[i] / 200.0;
        }
        Assert.Contains(weights, weight => weight is not 1);
        Assert.All(weights, weight => Assert.InRange(weight, 0.65, 1.35)); // 0 or 2: five standard deviations
    }

    [Fact]
    public void What_no_run_saves_is_refused()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        var context = new TrainingContext(model, s_data, s_options);
        using Trainer saved = s_options.Trainer.Create(context), loaded = s_options.Trainer.Create(context);
        using var content = new MemoryStream();
        saved.Choose(0);
        saved.Save(new BinaryWriter(content));
        byte[] wrong = content.ToArray();
        BitConverter.TryWriteBytes(wrong.AsSpan(16 + 4 * 7), 300); // an example of the pass
        Assert.Equal("found example 300 of 300.", Assert.Throws<FormatException>(() => loaded.Load(new BinaryReader(new MemoryStream(wrong)))).Message);
        BitConverter.TryWriteBytes(wrong.AsSpan(8), 301);
        Assert.Equal("found place 32 of 301 examples of 300.", Assert.Throws<FormatException>(() => loaded.Load(new BinaryReader(new MemoryStream(wrong)))).Message);
    }

    [Fact]
    public void It_takes_the_steps_of_the_budget_and_passes_more_often()
    {
        List<Step> steps = Steps(s_options);
        Assert.Equal(ChosenSteps.Of(s_data, s_options with { Trainer = new RandomTrainerOptions() }).Count, steps.Count);
        double weights = steps.Sum(step => step.Weights.Sum(weight => (double)weight));
        Assert.True(weights > 8.5 * 300, $"found the weight of {weights / 300} passes in 8 epochs");
    }

    [Fact]
    public void A_batch_is_never_larger_than_what_an_epoch_may_train_on() =>
        Assert.All(Steps(s_options with { Budget = 0.05, BatchSize = 128 }), step => Assert.Equal(15, step.Rows.Length));

    [Fact]
    public void Losses_cost_nothing_where_the_model_tells_them_and_a_counted_pass_otherwise()
    {
        using var network = new Network(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 2);
        using SoftmaxModel silent = SoftmaxModel.For(s_data);
        using TrainingRun told = new(network, s_data, null, s_options), asked = new(silent, s_data, null, s_options);
        told.Run();
        asked.Run();

        Assert.Equal(0, told.Account.ForwardExamples);
        Assert.Equal(asked.Account.Backprops, asked.Account.ForwardExamples);
        Assert.True(told.Account.Selections > 4 && asked.Account.Selections > 4);
    }

    [Fact]
    public void A_network_tells_the_losses_of_its_last_gradient_without_weights()
    {
        using var model = new Network(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 2);
        (float[] inputs, int[] labels, float[] losses) = (new float[40 * Blobs.Inputs], new int[40], new float[40]);
        s_data.Gather([.. Enumerable.Range(7, 40)], inputs, labels);
        Assert.True(model.Losses.IsEmpty);
        model.Gradient(new(inputs, labels, [.. Enumerable.Repeat(0.5f, 40)]), new float[model.Parameters.Length]);
        double[] told = model.Losses.ToArray();
        model.Forward(new(inputs, labels), new(losses));

        Assert.True(model.Losses.IsEmpty);
        Assert.Equal(40, told.Length);
        for (int i = 0; i < 40; i++) Assert.Equal(losses[i], told[i], 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(23)]
    [InlineData(70)]
    [InlineData(79)]
    public void A_run_that_was_stopped_ends_with_the_same_bits(int stop) => StoppedRun.EndsTheSame(s_data, s_options, stop);

    [Fact]
    public void Steps_allocate_nothing_after_the_first()
    {
        using var model = new Network(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 2);
        using var run = new TrainingRun(model, s_data, null, s_options with { BatchSize = 150, Epochs = 10 });
        Assert.Equal(0, Allocated.Always(() => run.Step()));
    }

    [Fact]
    public void Options_out_of_their_ranges_are_refused()
    {
        Refused(new() { PruningProbability = 1 }, "options.PruningProbability: found 1; allowed are numbers from 0 and below 1.");
        Refused(new() { PruningProbability = double.NaN }, "options.PruningProbability: found NaN");
        Refused(new() { PruningShare = 1.5 }, "options.PruningShare: found 1.5; allowed are numbers from 0 to 1.");

        static void Refused(InfoBatchOptions options, string message)
        {
            using SoftmaxModel model = SoftmaxModel.For(s_data);
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(
                () => new TrainingRun(model, s_data, null, s_options with { Trainer = options })).Message, StringComparison.Ordinal);
        }
    }

    private sealed record Step(int[] Rows, float[] Weights, double[] Losses);

    /// <summary>The steps of a run by plain gradient descent, with the losses that the network told.</summary>
    private static List<Step> Steps(TrainingOptions options)
    {
        using var model = new Network(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 2);
        var context = new TrainingContext(model, s_data, options);
        using Trainer trainer = options.Trainer.Create(context);
        float[] gradient = new float[model.Parameters.Length];
        List<Step> steps = [];
        for (long number = 0; number < context.Steps; number++)
        {
            trainer.Choose(number);
            context.Gradient(trainer.Rows, trainer.Weights, gradient);
            steps.Add(new(trainer.Rows.ToArray(), trainer.Weights.ToArray(), model.Losses.ToArray()));
            trainer.Observe();
            for (int i = 0; i < gradient.Length; i++) model.Parameters[i] -= 0.1f * gradient[i];
        }
        return steps;
    }
}
