using System;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Models;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Scores;

[Trait("Switches", "true")]
public sealed class ExampleScoresTests
{
    private static readonly LabelledData s_data = Blobs.Make(600); // three blocks

    public static TheoryData<ExampleScore> All => [.. Enum.GetValues<ExampleScore>()];

    [Theory]
    [MemberData(nameof(All))]
    public void A_score_is_its_formula_in_double(ExampleScore score)
    {
        using var model = new Network(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        (float[] inputs, int[] labels) = (new float[600 * Blobs.Inputs], new int[600]);
        s_data.Gather([.. Enumerable.Range(0, 600)], inputs, labels);
        (float[] losses, float[] probabilities, float[] features) = (new float[600], new float[600 * 3], new float[600 * model.FeatureLength]);
        model.Forward(new(inputs, labels), new(losses, probabilities, features));

        float[] scores = new float[600];
        new ExampleScores(model, s_data).Compute(score, scores);

        for (int i = 0; i < 600; i++)
        {
            double[] p = [.. probabilities.Skip(3 * i).Take(3).Select(value => (double)value)], falling = [.. p.OrderDescending()];
            double[] error = [.. p.Select((value, c) => value - (c == labels[i] ? 1 : 0))];
            double norm = Math.Sqrt(error.Sum(e => e * e)), squares = features.Skip(i * model.FeatureLength).Take(model.FeatureLength).Sum(h => (double)h * h);
            double expected = score switch
            {
                ExampleScore.Loss => -Math.Log(p[labels[i]]),
                ExampleScore.GradientNorm => norm * Math.Sqrt(1 + squares),
                ExampleScore.ErrorNorm => norm,
                ExampleScore.Margin => 1 - (falling[0] - falling[1]),
                ExampleScore.Entropy => -p.Sum(value => value * Math.Log(value)),
                ExampleScore.LeastConfidence => 1 - falling[0],
                _ => double.NaN,
            };
            Assert.Equal(expected, scores[i], 2e-6 * Math.Max(1, Math.Sqrt(squares)));
        }
    }

    [Fact]
    public void The_gradient_norm_is_that_of_the_last_layers_gradient()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data); // nothing but a last layer
        float[] scores = new float[600], inputs = new float[Blobs.Inputs], gradient = new float[model.Parameters.Length];
        int[] label = new int[1];
        new ExampleScores(model, s_data).Compute(ExampleScore.GradientNorm, scores);

        for (int row = 0; row < 600; row++)
        {
            s_data.Gather([row], inputs, label);
            model.Gradient(new(inputs, label), gradient);
            Assert.Equal(Math.Sqrt(gradient.Sum(value => (double)value * value)), scores[row], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_model_that_was_lost_has_no_scores(ExampleScore score)
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        model.Parameters[0] = float.NaN;
        Assert.Contains("diverged", Assert.Throws<ArithmeticException>(
            () => new ExampleScores(model, s_data).Compute(score, new float[600])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_that_are_known_well_keep_their_digits()
    {
        float[] probabilities = [1, 1e-12f, 2e-12f], scores = new float[1];
        foreach ((ExampleScore score, double expected) in (ReadOnlySpan<(ExampleScore, double)>)
        [
            (ExampleScore.ErrorNorm, Math.Sqrt(9 + 1 + 4) * 1e-12), (ExampleScore.LeastConfidence, 3e-12), (ExampleScore.Margin, 5e-12),
            (ExampleScore.Entropy, -1e-12 * Math.Log(1e-12) - 2e-12 * Math.Log(2e-12)),
        ])
        {
            ExampleScores.FromOutputs(score, [0], new(default, probabilities), scores);
            Assert.Equal(1, scores[0] / expected, 1e-5);
        }
    }

    [Fact]
    public void Certainty_has_no_entropy_and_evenness_all_of_it()
    {
        float[] scores = new float[2];
        ExampleScores.FromOutputs(ExampleScore.Entropy, [0, 1], new(default, [0, 1, 0, 0, 0.25f, 0.25f, 0.25f, 0.25f]), scores);
        Assert.Equal(0, scores[0]);
        Assert.Equal((float)Math.Log(4), scores[1], 1e-6);
        ExampleScores.FromOutputs(ExampleScore.Margin, [0, 1], new(default, [0, 1, 0, 0, 0.25f, 0.25f, 0.25f, 0.25f]), scores);
        Assert.Equal([0, 1], scores);
    }

    [Fact]
    public void Threads_change_no_bit_and_nothing_is_allocated()
    {
        using Network one = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1), three = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1, threads: 3);
        ExampleScores alone = new(one, s_data), together = new(three, s_data);
        float[] first = new float[600], second = new float[600];
        foreach (ExampleScore score in Enum.GetValues<ExampleScore>())
        {
            alone.Compute(score, first);
            together.Compute(score, second);
            Assert.Equal(first.Select(BitConverter.SingleToInt32Bits), second.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(0, Allocated.Always(() => alone.Compute(score, first)));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("score: found 77; allowed are Loss, ", (ExampleScore)77, [0], [], [1, 0]);
        Refused("scores: found room for 1; there are 2 labels.", ExampleScore.Loss, [0, 1], [1, 2], []);
        Refused("outputs: found 2 losses; there are 1 labels.", ExampleScore.Loss, [0], [1, 2], []);
        Refused("outputs: found 0 probabilities; needed is a multiple of 1", ExampleScore.Entropy, [0], [], []);
        Refused("outputs: found 0 features; needed is a multiple of 1", ExampleScore.GradientNorm, [0], [], [1, 0]);
        Refused("labels: found class 2 at 0; allowed are 0 to 1.", ExampleScore.ErrorNorm, [2], [], [1, 0]);
        Refused("outputs: found NaN in row 0, column 0 of the losses; allowed are finite values.", ExampleScore.Loss, [0], [float.NaN], []);
        foreach (ExampleScore score in Enum.GetValues<ExampleScore>().Except([ExampleScore.Loss, ExampleScore.GradientNorm]))
        {
            Refused("outputs: found -3 in row 0, column 1 of the probabilities; allowed are 0 to 1, as after a softmax.", score, [0], [], [1, -3]);
            Refused("outputs: found 1.5 in row 0, column 0", score, [0], [], [1.5f, 0]);
            Refused("outputs: found NaN in row 0, column 1", score, [0], [], [1, float.NaN]);
        }
        Assert.StartsWith("outputs: found Infinity in row 1, column 0 of the features", Assert.Throws<ArgumentException>(() => ExampleScores.FromOutputs(
            ExampleScore.GradientNorm, [0, 1], new(default, [1, 0, 0, 1], [0, 0, float.PositiveInfinity, 0]), new float[2])).Message, StringComparison.Ordinal);

        using var narrow = new SoftmaxModel(3, 3);
        Assert.Throws<ArgumentException>("data", () => new ExampleScores(narrow, s_data));
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        Assert.Throws<ArgumentException>("scores", () => new ExampleScores(model, s_data).Compute(ExampleScore.Loss, new float[599]));

        static void Refused(string message, ExampleScore score, int[] labels, float[] losses, float[] probabilities) => Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => ExampleScores.FromOutputs(score, labels, new(losses, probabilities), new float[1])).Message, StringComparison.Ordinal);
    }
}
