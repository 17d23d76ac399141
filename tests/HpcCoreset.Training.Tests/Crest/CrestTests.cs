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

namespace HpcCoreset.Training.Tests.Crest;

[Trait("Switches", "true")]
public sealed class CrestTests
{
    private static readonly LabelledData s_data = Blobs.Make(600);
    private static readonly LabelledData s_test = Blobs.Make(150, seed: 2);
    private static readonly CrestOptions s_crest = new() { SubsetSize = 60 };

    [Fact]
    public void After_one_batch_smoothing_gives_what_it_was_given()
    {
        var smoothed = new SmoothedCurvature(3, 0.9, 0.999);
        smoothed.Add([1, -2, 0], [-3, 0.5f, 0]);
        (float[] gradients, float[] curvatures) = Sums(smoothed, 3, weight: 2);

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(2 * new[] { 1.0, -2, 0 }[i], gradients[i], 5);
            Assert.Equal(2 * (new[] { 3, 0.5, 0 }[i] + 1e-4), curvatures[i], 5);
        }
    }

    [Fact]
    public void Smoothing_is_the_papers_recurrence()
    {
        var random = new Random(1);
        var smoothed = new SmoothedCurvature(1, 0.9, 0.999);
        double gradient = 0, square = 0;
        for (int k = 1; k <= 50; k++)
        {
            float g = random.NextSingle() - 0.5f, d = random.NextSingle() - 0.5f;
            smoothed.Add([g], [d]);
            (gradient, square) = (0.9 * gradient + 0.1 * g, 0.999 * square + 0.001 * d * d);
            (float[] gradients, float[] curvatures) = Sums(smoothed, 1, weight: 1);
            Assert.Equal(gradient / (1 - Math.Pow(0.9, k)), gradients[0], 5);
            Assert.Equal(Math.Sqrt(square / (1 - Math.Pow(0.999, k))) + 1e-4, curvatures[0], 4);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_model_of_a_diagonal_parabola_is_exact(bool usesCurvature)
    {
        float[] centre = [1, -2, 0.5f], gradient = [0.3f, -1, 2], curvature = [2, 0.5f, 4], at = [1.5f, -1, 0];
        var smoothed = new SmoothedCurvature(3, 0, 0);
        var region = new QuadraticRegion(3, usesCurvature);
        region.Begin(centre);
        foreach (int examples in (int[])[3, 5])
        {
            smoothed.Add(gradient, curvature);
            region.Add(7, examples, smoothed);
        }
        double expected = 7;
        for (int i = 0; i < 3; i++)
        {
            double step = at[i] - centre[i];
            expected += gradient[i] * step + (usesCurvature ? (curvature[i] + 1e-4) * step * step / 2 : 0);
        }

        Assert.Equal(expected, region.Predict(at), 6);
        Assert.Equal(7, region.Predict(centre), 12);
        Assert.Equal(Math.Sqrt(curvature.Sum(h => (h + 1e-4) * (h + 1e-4))), region.CurvatureNorm, 5);
    }

    [Fact]
    public void Examples_are_dropped_whose_every_loss_in_a_window_was_small_unless_too_few_of_a_class_would_remain()
    {
        var pool = new ExamplePool([0, 0, 0, 0, 1, 1, 1], 2, learnedLoss: 0.1, leastPerClass: 2);
        pool.Record(0, 0.05f);
        pool.Record(1, 0.05f);
        pool.Record(1, 0.2f); // was large once
        pool.Record(2, float.NaN);
        foreach (int row in (int[])[4, 5, 6]) pool.Record(row, 0.01f); // none of class 1 would remain

        pool.Shrink();
        Assert.Equal([1, 2, 3, 4, 5, 6], pool.Rows.ToArray());

        pool.Record(1, 0.05f); // the window before is forgotten
        pool.Shrink();
        Assert.Equal([2, 3, 4, 5, 6], pool.Rows.ToArray());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Batches_are_coresets_of_weights_of_mean_one(bool byClass, bool mixes)
    {
        foreach ((int[] rows, float[] weights) in Steps(s_crest with { ByClass = byClass, MixesBatches = mixes }, 40))
        {
            Assert.Equal(20, rows.Length);
            Assert.Equal(20, weights.Length);
            Assert.All(rows, row => Assert.InRange(row, 0, 599));
            Assert.All(weights, weight => Assert.True(weight >= 0 && float.IsFinite(weight)));
            if (mixes) continue;
            Assert.Equal(rows.Length, rows.Distinct().Count());
            Assert.Equal(20, weights.Sum(weight => (double)weight), 3);
        }
    }

    [Fact]
    public void A_batch_s_weighted_gradient_is_nearer_to_its_subset_s_than_that_of_random_examples()
    {
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        double[] all = LastLayer(model, [.. Enumerable.Range(0, 600)], []);
        double picked = 0, random = 0;
        CrestOptions large = s_crest with { SubsetSize = 200 };
        foreach ((int[] rows, float[] weights) in Steps(large, 30)) picked += Distance(all, LastLayer(model, rows, weights));
        for (int i = 0; i < 30; i++)
        {
            int[] rows = new int[20];
            RandomRows.Subset(9, (ulong)i, 600, rows);
            random += Distance(all, LastLayer(model, rows, []));
        }
        Assert.True(picked < 0.8 * random, $"found {picked} and {random}");
    }

    [Fact]
    public void It_selects_at_every_check_that_fails_and_never_where_all_pass()
    {
        Assert.Equal(1, Account(s_crest with { Threshold = 1e9 }).Selections);
        TrainingAccount strict = Account(s_crest with { Threshold = 0, IntervalFactor = 1e-9 });
        Assert.Equal(strict.Steps, strict.Selections);
    }

    [Fact]
    public void The_account_counts_what_it_costs()
    {
        TrainingAccount account = Account(s_crest with { Threshold = 1e9, IntervalFactor = 1, LearnedLoss = 0 });

        // One selection of five subsets of 60, and a check of 60 before every other step; a gradient and a product per batch of 20.
        Assert.Equal(5 * 60 + (account.Steps - 1) * 60, account.ForwardExamples);
        Assert.Equal(account.Steps * 20 + 5 * 20, account.Backprops);
        Assert.Equal(5, account.HessianVectorProducts);
        Assert.Equal(0, Account(s_crest with { UsesCurvature = false }).HessianVectorProducts);
        Assert.All(
            (double[])[account.ForwardSeconds, account.ModelSeconds, account.CheckSeconds, account.ChoiceSeconds, account.TrainingSeconds],
            seconds => Assert.True(seconds > 0));
    }

    [Fact]
    public void Batches_that_no_step_asks_for_need_not_be_chosen()
    {
        CrestOptions one = s_crest with { Threshold = 1e9, LearnedLoss = 0, BatchesAhead = 1 };
        TrainingAccount account = Account(one);
        Assert.Equal(1, account.HessianVectorProducts);
        Assert.Equal(account.Steps * 20 + 20, account.Backprops);
        // One ahead and, over sixty steps that draw among five, surely the four others; checks as ever.
        Assert.Equal(5 * 60 + (account.Steps - 1) * 60, account.ForwardExamples);
        Assert.True(Account(one with { BatchFactor = 500 }).ForwardExamples < 2 * 60 * account.Steps);
    }

    [Fact]
    public void A_pool_s_draw_is_a_uniform_subset_in_order()
    {
        var pool = new ExamplePool(new int[7], 1, learnedLoss: 0.1, leastPerClass: 1);
        int[] counts = new int[7];
        Span<int> rows = stackalloc int[3];
        for (ulong draw = 0; draw < 7000; draw++)
        {
            pool.Draw(RandomStream.Of(1, RandomStream.Purpose.Subset, draw), rows);
            Assert.True(rows[0] < rows[1] && rows[1] < rows[2]);
            foreach (int row in rows) counts[row]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 2850, 3150)); // 3000, deviation 41

        int[] all = new int[7];
        pool.Draw(RandomStream.Of(1, RandomStream.Purpose.Subset, 0), all);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], all);
    }

    [Fact]
    public void It_learns()
    {
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        using var run = new TrainingRun(model, s_data, s_test, new() { Trainer = s_crest, Epochs = 40, Budget = 0.2, BatchSize = 20, LearningRate = 0.1, Seed = 1 });
        run.Run();
        Assert.True(run.Curve[^1].TestAccuracy > 0.8, $"found {run.Curve[^1].TestAccuracy}");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(17, 0)]
    [InlineData(63, 0)]
    [InlineData(3, 2)]
    [InlineData(50, 1)]
    public void A_run_that_was_stopped_ends_with_the_same_bits(int stop, int ahead) => StoppedRun.EndsTheSame(
        s_data,
        new() { Trainer = s_crest with { LearnedLoss = 0.5, Window = 5, BatchesAhead = ahead }, Epochs = 4, BatchSize = 20, LearningRate = 0.1, Seed = 7 },
        stop);

    /// <summary>Numbers of a checkpoint that another program wrote, which would end in a division by zero or in memory that is not the run's.</summary>
    [Fact]
    public void What_no_run_saves_is_refused()
    {
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        var context = new TrainingContext(model, s_data, new() { Trainer = s_crest, Epochs = 2, BatchSize = 20, Seed = 1 });
        using var saved = new MemoryStream();
        using (Trainer trainer = s_crest.Create(context))
        {
            trainer.Choose(0);
            trainer.Save(new BinaryWriter(saved));
        }
        byte[] whole = saved.ToArray();
        int rows = whole.Length - 4 * 8 - 5 * 20 * 8, numbers = rows - 4 * 4;
        Assert.Null(Record.Exception(() => Load(whole)));

        Refused(4, BitConverter.GetBytes(600), "found example 600 of 600.");
        Refused(4, BitConverter.GetBytes(-1), "found example -1 of 600.");
        Refused(rows, BitConverter.GetBytes(600), "found example 600 of 600.");
        Refused(numbers, BitConverter.GetBytes(int.MaxValue), "found 5 of 2147483647 batches of 20 examples, and 5 to come.");
        Refused(numbers + 4, BitConverter.GetBytes(6), "found 6 of 5 batches of 20 examples, and 5 to come.");
        Refused(numbers + 8, BitConverter.GetBytes(0), "found 5 of 5 batches of 0 examples, and 5 to come.");
        Refused(numbers + 12, BitConverter.GetBytes(0), "found 5 of 5 batches of 20 examples, and 0 to come.");
        Refused(whole.Length - 3 * 8, BitConverter.GetBytes(0L), "found 1 steps since a selection, and 0 to a check.");
        Refused(whole.Length - 2 * 8, BitConverter.GetBytes(-1L), "found -1 steps since a selection, and 1 to a check.");

        void Refused(int at, byte[] number, string message)
        {
            byte[] wrong = [.. whole];
            number.CopyTo(wrong, at);
            Assert.Equal(message, Assert.Throws<FormatException>(() => Load(wrong)).Message);
        }

        void Load(byte[] content)
        {
            using Trainer trainer = s_crest.Create(context);
            using var reader = new BinaryReader(new MemoryStream(content));
            trainer.Load(reader);
            Assert.Equal(content.Length, reader.BaseStream.Position);
        }
    }

    /// <summary>Class sizes of random subsets vary, so room grows for a while, and then no more.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Late_steps_allocate_nothing(int ahead)
    {
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        CrestOptions crest = new() { SubsetSize = 150, Threshold = 0.001, Window = 7, LearnedLoss = 0.3, BatchesAhead = ahead };
        using var run = new TrainingRun(model, s_data, null, new() { Trainer = crest, Epochs = 16, BatchSize = 20, LearningRate = 0.01, Seed = 1 });
        while (run.Account.Steps < 240) run.Step();
        long selections = run.Account.Selections;
        Assert.Equal(0, Allocated.Always(() =>
        {
            for (int i = 0; i < 25; i++) run.Step();
        }));
        Assert.True(run.Account.Selections > selections + 10, $"found {run.Account.Selections - selections}");
    }

    [Fact]
    public void A_batch_of_fewer_examples_than_classes_and_a_pool_of_fewer_than_a_batch_are_no_faults()
    {
        LabelledData few = Blobs.Make(10);
        foreach (int batch in (int[])[1, 2, 10, 128])
        {
            using SoftmaxModel model = SoftmaxModel.For(few);
            using var run = new TrainingRun(model, few, null, new() { Trainer = new CrestOptions(), Epochs = 3, BatchSize = batch });
            run.Run();
            Assert.True(run.IsFinished);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_model_that_was_lost_is_reported_as_such(int stop)
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, null, new() { Trainer = s_crest, BatchSize = 20 });
        while (run.Account.Steps < stop) run.Step();
        model.Parameters[0] = float.NaN;
        Assert.Contains("diverged", Assert.Throws<ArithmeticException>(() => run.Step()).Message, StringComparison.Ordinal);
        Assert.True(run.Account.ForwardSeconds > 0);
        Assert.True(run.Account.ChoiceSeconds >= 0, $"found {run.Account}");
    }

    private static unsafe (float[] Gradients, float[] Curvatures) Sums(SmoothedCurvature smoothed, int parameters, double weight)
    {
        float[] gradients = new float[parameters], curvatures = new float[parameters];
        fixed (float* first = gradients, second = curvatures) smoothed.AddTo(weight, first, second);
        return (gradients, curvatures);
    }

    [Fact]
    public void Batches_may_be_chosen_by_the_gradients_of_weights()
    {
        CrestOptions options = s_crest with { Gradients = GradientKind.LastLayerWeights };
        List<(int[] Rows, float[] Weights)> steps = Steps(options, 12), inputs = Steps(s_crest, 12);
        foreach ((int[] rows, float[] weights) in steps)
        {
            Assert.Equal(rows.Length, rows.Distinct().Count());
            Assert.Equal(rows.Length, weights.Sum(), 1e-3);
        }
        Assert.Equal(steps.SelectMany(step => step.Rows), Steps(options, 12).SelectMany(step => step.Rows));
        Assert.NotEqual(inputs[0].Rows, steps[0].Rows); // of the same subset, by the same model
    }

    [Fact]
    public void The_placebo_takes_any_examples_of_the_subset_and_computes_as_much()
    {
        CrestOptions fixedCost = s_crest with { Threshold = 1e9, LearnedLoss = 0 };
        (TrainingAccount account, TrainingAccount placebo) = (Account(fixedCost), Account(fixedCost with { PicksUniformly = true }));
        Assert.Equal(
            (account.ForwardExamples, account.Backprops, account.HessianVectorProducts, account.Selections),
            (placebo.ForwardExamples, placebo.Backprops, placebo.HessianVectorProducts, placebo.Selections));

        // Each step selects one batch of 20 of a fresh subset of 60: every example is as likely as any other.
        int[] counts = new int[s_data.Count];
        foreach ((int[] rows, float[] weights) in Steps(s_crest with { PicksUniformly = true, Threshold = 0, BatchFactor = 1, LearnedLoss = 0, IntervalFactor = 1e-9 }, 60))
        {
            Assert.Equal(20, rows.Distinct().Count());
            Assert.All(weights, weight => Assert.Equal(1, weight));
            foreach (int row in rows) counts[row]++;
        }
        double chiSquare = counts.Sum(count => (count - 2.0) * (count - 2.0) / 2);
        Assert.InRange(chiSquare, 599 - 5 * Math.Sqrt(2 * 599), 599 + 5 * Math.Sqrt(2 * 599));
    }

    private static TrainingAccount Account(CrestOptions options)
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, null, new() { Trainer = options, Epochs = 2, BatchSize = 20, LearningRate = 0.01, Seed = 1 });
        run.Run();
        return run.Account;
    }

    /// <summary>What is chosen for each of the first steps of a run.</summary>
    private static List<(int[] Rows, float[] Weights)> Steps(CrestOptions options, int count)
    {
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        var training = new TrainingOptions { Trainer = options, Epochs = 2, BatchSize = 20, Seed = 1 };
        using Trainer trainer = options.Create(new TrainingContext(model, s_data, training));
        List<(int[], float[])> steps = [];
        for (int step = 0; step < count; step++)
        {
            trainer.Choose(step);
            steps.Add((trainer.Rows.ToArray(), trainer.Weights.ToArray()));
        }
        return steps;
    }

    /// <summary>The mean of softmax minus one-hot label.</summary>
    private static double[] LastLayer(Network model, int[] rows, float[] weights)
    {
        float[] inputs = new float[rows.Length * Blobs.Inputs], probabilities = new float[rows.Length * 3];
        int[] labels = new int[rows.Length];
        s_data.Gather(rows, inputs, labels);
        model.Forward(new(inputs, labels), new([], probabilities));
        double[] mean = new double[3];
        for (int i = 0; i < rows.Length; i++)
            for (int c = 0; c < 3; c++)
                mean[c] += (weights.Length == 0 ? 1 : weights[i]) * (probabilities[i * 3 + c] - (labels[i] == c ? 1 : 0)) / rows.Length;
        return mean;
    }

    private static double Distance(double[] x, double[] y) => Math.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum());
}
