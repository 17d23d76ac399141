using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Tests.Models;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Crest;

/// <summary>CREST as a whole where its model of the loss can be told by hand: the loss is a parabola.</summary>
[Trait("Switches", "true")]
public sealed class QuadraticLossTests
{
    private const int Parameters = 6;
    private static readonly LabelledData s_data = Blobs.Make(600);
    private static readonly float[] s_gradient = [-0.5f, 1, 0.25f, -2, 0.1f, -1];
    private static readonly float[][] s_diagonal =
        [.. Enumerable.Range(0, Parameters).Select(i => Enumerable.Range(0, Parameters).Select(j => i == j ? 1 + 0.5f * i : 0).ToArray())];
    private static readonly float[][] s_full =
        [.. s_diagonal.Select((row, i) => row.Select((value, j) => i == j ? value : (i + j) % 2 == 0 ? 0.3f : -0.2f).ToArray())];

    // What is left beside rounding is the floor of the curvature, 1e-4.
    private static readonly CrestOptions s_unsmoothed = new() { SubsetSize = 60, GradientSmoothing = 0, CurvatureSmoothing = 0, Threshold = 1e-4 };

    [Fact]
    public void The_model_of_a_diagonal_parabola_holds_for_all_of_a_run()
    {
        (TrainingAccount account, float[] moved, _) = Run(s_unsmoothed, s_diagonal);
        Assert.Equal(1, account.Selections);
        Assert.Equal(60 * (5 + account.Steps - 1), account.ForwardExamples); // which every step but the first has checked
        Assert.True(moved.Max(Math.Abs) > 0.3, "found no movement that could be told wrongly");
    }

    [Fact]
    public void It_does_not_hold_for_another_parabola_or_without_curvature_or_with_memories_of_gradients()
    {
        Assert.True(Run(s_unsmoothed, s_full).Account.Selections > 1);
        Assert.True(Run(s_unsmoothed with { UsesCurvature = false }, s_diagonal).Account.Selections > 1);
        Assert.True(Run(s_unsmoothed with { GradientSmoothing = 0.9, IntervalFactor = 1e-9, Threshold = 1e-6 }, s_diagonal).Account.Selections > 1);
    }

    /// <summary>
    /// Where curvature stays what it was, T1 = ceil(h) from the second selection on, and P = min(b T1, an epoch's 30) from the third: what
    /// is found at one is for the next. Of 120 steps 0, 1, 5, 9, ... 117 select.
    /// </summary>
    [Theory]
    [InlineData(5, 5 + 5 + 29 * 20)]
    [InlineData(10, 10 + 10 + 29 * 30)]
    public void Checks_are_h_steps_apart_and_batches_b_times_as_many_up_to_those_of_an_epoch(int factor, int batches)
    {
        TrainingAccount account = Run(s_unsmoothed with { Threshold = 0, IntervalFactor = 3.5, BatchFactor = factor }, s_diagonal).Account;
        Assert.Equal((120, 31, batches), (account.Steps, account.Selections, account.HessianVectorProducts));
        Assert.Equal(60 * (batches + 30), account.ForwardExamples);
        Assert.Equal(20 * (batches + 120), account.Backprops);
    }

    /// <summary>Hutchinson 1990: the mean of z (H z) over random signs z is the diagonal of H.</summary>
    [Fact]
    public void Probes_are_signs_and_their_mean_is_the_diagonal_of_the_hessian()
    {
        (_, _, List<float[]> probes) = Run(s_unsmoothed with { Threshold = 0, IntervalFactor = 1e-9 }, s_full);
        Assert.InRange(probes.Count, 300, 2000);
        Assert.All(probes, probe => Assert.All(probe, sign => Assert.Equal(1, Math.Abs(sign))));
        for (int i = 0; i < Parameters; i++)
        {
            double mean = probes.Average(z => z[i] * Enumerable.Range(0, Parameters).Sum(j => (double)s_full[i][j] * z[j]));
            double deviation = Math.Sqrt(Enumerable.Range(0, Parameters).Where(j => j != i).Sum(j => (double)s_full[i][j] * s_full[i][j]) / probes.Count);
            Assert.InRange(mean, s_full[i][i] - 4 * deviation, s_full[i][i] + 4 * deviation);
        }
    }

    private static (TrainingAccount Account, float[] Moved, List<float[]> Probes) Run(CrestOptions crest, float[][] hessian)
    {
        using var model = new QuadraticModel(s_gradient, hessian, Blobs.Inputs, 3);
        using var run = new TrainingRun(model, s_data, null, new() { Trainer = crest, Epochs = 4, BatchSize = 20, LearningRate = 0.01, Seed = 1 });
        run.Run();
        return (run.Account, model.Parameters.ToArray(), model.Probes);
    }
}
