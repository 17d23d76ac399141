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

namespace HpcCoreset.Training.Tests.Selection;

[Trait("Switches", "true")]
public sealed class GlisterTests
{
    private static readonly LabelledData s_data = Blobs.Make(300);

    [Theory]
    [InlineData(0.02, 1)]
    [InlineData(0.5, 1)]
    [InlineData(100, 1)] // far beyond what is left of any probability
    [InlineData(0.1, 5)]
    public void Picks_are_those_of_the_definition(double eta, int update)
    {
        int[] validation = [.. Enumerable.Range(0, 300).Where(i => i % 7 == 3)];
        var found = new GradientPicks(new GlisterOptions { Epsilon = 0, StepSize = eta, UpdateInterval = update, ValidationRows = validation }, s_data);

        double[] moved = new double[3], gradient = new double[3];
        int[] left = [.. Enumerable.Range(0, 300).Except(validation)];
        for (int step = 0; step < 30; step++)
        {
            if (step % update == 0) gradient = ValidationGradient(found, validation, moved);
            double[] scores = [.. left.Select(i => found.Gradients[i].Zip(gradient, (g, v) => g * v).Sum())];
            // Which of two nearly equal ones comes first is left to roundings, so the pick is asked for, and not computed.
            int pick = left.Where((_, i) => scores[i] >= scores.Max() - 1e-6).First(found.Weights.ContainsKey);
            left = [.. left.Where(i => i != pick)];
            for (int c = 0; c < 3; c++) moved[c] -= eta * found.Gradients[pick][c];
        }
        Assert.Equal(30, found.Weights.Count);
        Assert.Equal(found.Weights.Keys.Order(), Enumerable.Range(0, 300).Except(validation).Except(left));
        Assert.All(found.Weights.Values, weight => Assert.Equal(1, weight));
    }

    [Theory]
    [InlineData(0.01, 42)] // of 270: 9 ln 100 for each of 30 picks,
    [InlineData(0.3, 11)] // 9 ln(10 / 3)
    [InlineData(1e-20, 270)] // and all of them
    public void A_pick_is_the_best_of_a_random_sample(double epsilon, int sample)
    {
        int[] validation = [.. Enumerable.Range(0, 300).Where(i => i % 10 == 3)];
        var found = new GradientPicks(new GlisterOptions { Epsilon = epsilon, StepSize = 0.1, ValidationRows = validation }, s_data);

        double[] moved = new double[3];
        int[] left = [.. Enumerable.Range(0, 300).Except(validation)];
        List<int> picks = [];
        Philox random = RandomStream.Of(1, RandomStream.Purpose.Draws, 0);
        for (ulong drawn = 0; picks.Count < 30;)
        {
            for (int i = 0; i < Math.Min(sample, left.Length); i++, drawn++)
            {
                int other = i + (int)random.Below((ulong)(left.Length - i), drawn);
                (left[i], left[other]) = (left[other], left[i]);
            }
            double[] gradient = ValidationGradient(found, validation, moved);
            int best = left.Take(sample).OrderBy(i => i).MaxBy(i => found.Gradients[i].Zip(gradient, (g, v) => g * v).Sum());
            picks.Add(best);
            (left[0], left[Array.IndexOf(left, best)]) = (best, left[0]);
            left = left[1..];
            for (int c = 0; c < 3; c++) moved[c] -= 0.1 * found.Gradients[best][c];
        }
        Assert.Equal(picks.Order(), found.Weights.Keys.Order());
    }

    [Fact]
    public void Validation_examples_are_never_trained_on()
    {
        var trainer = new GlisterOptions { ValidationShare = 0.25 };
        int[] apart = StratifiedSplit.HeldOut(s_data.Labels, 0.25, seed: 1);
        Assert.Equal(75, apart.Length);
        Assert.Equal(225, new GradientPicks(trainer, s_data, budget: 1).Weights.Count); // all the others
        Assert.Empty(new GradientPicks(trainer, s_data, budget: 1).Weights.Keys.Intersect(apart));
        Assert.Empty(new GradientPicks(trainer, s_data, budget: 0.5).Weights.Keys.Intersect(apart));
    }

    [Fact]
    public void Options_are_checked()
    {
        CraigTrainerTests.Refuses(new GlisterOptions { Interval = -1 }, "Interval");
        CraigTrainerTests.Refuses(new GlisterOptions { Epsilon = 1 }, "Epsilon");
        CraigTrainerTests.Refuses(new GlisterOptions { Epsilon = double.NaN }, "Epsilon");
        CraigTrainerTests.Refuses(new GlisterOptions { StepSize = -1 }, "StepSize");
        CraigTrainerTests.Refuses(new GlisterOptions { UpdateInterval = 0 }, "UpdateInterval");
        CraigTrainerTests.Refuses(new GlisterOptions { ValidationShare = 1 }, "ValidationShare");
        CraigTrainerTests.Refuses(new GlisterOptions { ValidationShare = 1e-6 }, "ValidationShare"); // no example of 600
        CraigTrainerTests.Refuses(new GlisterOptions { ValidationRows = [] }, "ValidationRows");
        CraigTrainerTests.Refuses(new GlisterOptions { ValidationRows = [.. Enumerable.Range(0, 600)] }, "ValidationRows");
        CraigTrainerTests.Refuses(new GlisterOptions { ValidationRows = [3, 600] }, "ValidationRows[1]");
        CraigTrainerTests.Refuses(new GlisterOptions { ValidationRows = [3, 4, 3] }, "ValidationRows[2]");
    }

    [Fact]
    public void A_run_on_other_validation_rows_is_not_resumed()
    {
        string file = Path.GetTempFileName();
        try
        {
            Func<int, TrainingOptions> options = row => new() { Trainer = new GlisterOptions { ValidationRows = [row, 7] }, Budget = 0.1 };
            using SoftmaxModel model = SoftmaxModel.For(s_data);
            using (var run = new TrainingRun(model, s_data, null, options(5)))
            {
                run.Step();
                run.Save(file);
            }
            TrainingRun.Resume(file, model, s_data, null, options(5)).Dispose();
            var refused = Assert.Throws<InvalidDataException>(() => TrainingRun.Resume(file, model, s_data, null, options(6)));
            Assert.Contains("other validation examples", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The mean of softmax(z + moved) minus one-hot label, in logarithms.</summary>
    private static double[] ValidationGradient(GradientPicks found, int[] validation, double[] moved)
    {
        double[] mean = new double[3];
        foreach (int row in validation)
        {
            double[] logits = [.. found.Probabilities[row].Select((p, c) => Math.Log(p) + moved[c])];
            double[] powers = [.. logits.Select(z => Math.Exp(z - logits.Max()))];
            for (int c = 0; c < 3; c++) mean[c] += (powers[c] / powers.Sum() - (c == s_data.Labels[row] ? 1 : 0)) / validation.Length;
        }
        return mean;
    }
}
