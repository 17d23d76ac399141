using System;
using System.Threading;
using HpcCoreset.Training.Convex;
using Xunit;

namespace HpcCoreset.Training.Tests.Convex;

public sealed class ArgumentTests
{
    private static readonly float[] _values = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Refused("options.Epochs", new() { Epochs = -1 });
        Refused("options.BatchSize", new() { BatchSize = 0 });
        Refused("options.SnapshotEvery", new() { SnapshotEvery = 0 });
        Refused("options.Threads", new() { Threads = 0 });
        Refused("options.Tolerance", new() { Tolerance = double.NaN });
        Refused("options.Method", new() { Method = (ConvexMethod)9 });
        Assert.Throws<ArgumentOutOfRangeException>("initial", () => StepSize.Constant(0));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => StepSize.Exponential(1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => StepSize.Inverse(1, -1));
    }

    [Fact]
    public void Models_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>("loss", () => new LinearModel((LinearLoss)7, 2));
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => new LinearModel(LinearLoss.Logistic, 0));
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => new LinearModel(LinearLoss.Squared, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => new LinearModel(LinearLoss.Logistic, 1 << 20, 1 << 12));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new LinearModel(LinearLoss.Logistic, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearModel(LinearLoss.Logistic, 2) { L2 = -1 });
        Assert.Throws<ArgumentException>(() => new LinearModel(LinearLoss.Logistic, 2) { Intercept = (Intercept)5 });
        Assert.Equal(0, new LinearModel(LinearLoss.Squared, 2).Classes);
    }

    [Fact]
    public void Examples_that_do_not_fit_are_refused_before_anything_is_trained()
    {
        var classes = new LinearModel(LinearLoss.Logistic, 2);
        var numbers = new LinearModel(LinearLoss.Squared, 2);
        Says("labels: found 2 for row 1; allowed are 0 to 1", "labels", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 2, 1])));
        Says("labels: found -1 for row 2", "labels", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 1, -1])));
        Says("found dimension 3; the model has 2", "points", () => Fit(classes, new LinearExamples(new Points(_values, 3), [0, 1])));
        Says("row 1, column 0", "points", () => Fit(classes, new LinearExamples(new Points([1, 2, float.NaN, 4], 2), [0, 1])));
        Says("row 1, column 0", "points", () => Fit(classes, new LinearExamples(new Points([1, 2, float.NaN, 4], 2), [0, 1]).Take([0, 1])));
        Says("found -1 for row 1", "weights", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 1, 1], [1, -1, 1])));
        Says("a sum of 0", "weights", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 1, 1], [0, 0, 0])));
        Says("found row 3; allowed are 0 to 2", "rows", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 1, 1]).Take([0, 3])));
        Says("takes labels", "examples", () => Fit(classes, new LinearExamples(new Points(_values, 2), (double[])[0, 1, 1])));
        Says("takes targets", "examples", () => Fit(numbers, new LinearExamples(new Points(_values, 2), (int[])[0, 1, 1])));
        Says("found NaN for row 1", "targets", () => Fit(numbers, new LinearExamples(new Points(_values, 2), (float[])[0, float.NaN, 1])));
        Says("length 2", "labels", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 1])));
        Says("length 1", "weights", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 1, 1]).Take([0, 1], [1])));
        Says("found none", "rows", () => Fit(classes, new LinearExamples(new Points(_values, 2), [0, 1, 1]).Take([])));
        Says("found no rows", "points", () => Fit(classes, new LinearExamples(new Points(ReadOnlySpan<float>.Empty, 2), (int[])[])));
        Assert.Equal(new double[3], classes.Parameters);

        // What is not meant is not looked at.
        Fit(classes, new LinearExamples(new Points([1, 2, float.NaN, 4], 2), [0, 7]).Take([0]));
    }

    [Fact]
    public void Predictions_of_the_wrong_kind_or_length_are_refused()
    {
        var numbers = new LinearModel(LinearLoss.Squared, 2);
        var machine = new LinearModel(LinearLoss.SquaredHinge, 2, 3);
        Assert.Throws<InvalidOperationException>(() => numbers.Predict(new Points(_values, 2), new int[3]));
        Assert.Throws<InvalidOperationException>(() => numbers.Accuracy(new LinearExamples(new Points(_values, 2), [0, 1, 1])));
        Assert.Throws<InvalidOperationException>(() => machine.Probabilities(new Points(_values, 2), new double[9]));
        Says("length 8; allowed is 9", "scores", () => machine.Score(new Points(_values, 2), new double[8]));
        Says("length 2; allowed is 3", "labels", () => machine.Predict(new Points(_values, 2), new int[2]));
        Says("length 3; the model has 9", "gradient", () => new ConvexSolver(new()).Gradient(machine, new LinearExamples(new Points(_values, 2), [0, 1, 2]), new double[3]));
    }

    [Fact]
    public void A_step_that_is_too_long_is_told()
    {
        var problem = LinearProblem.Random(LinearLoss.Squared, 0);
        var solver = new ConvexSolver(new() { Method = ConvexMethod.Sgd, Epochs = 100, StepSize = StepSize.Constant(100) });
        string message = Assert.Throws<ArithmeticException>(() => solver.Fit(problem.Model(), problem.Examples)).Message;
        Assert.Contains("a step of 100 is too long", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConvexMethod.Saga)]
    [InlineData(ConvexMethod.Lbfgs)]
    public void A_call_can_be_cancelled_between_epochs(ConvexMethod method)
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2);
        using var source = new CancellationTokenSource();
        LinearModel model = problem.Model();
        int told = 0;
        Assert.Throws<OperationCanceledException>(() => new ConvexSolver(new() { Method = method }).Fit(
            model, problem.Examples, _ =>
            {
                if (++told == 3) source.Cancel();
            }, source.Token));
        Assert.Equal(3, told);
        Assert.Contains(model.Parameters.ToArray(), parameter => parameter != 0);
    }

    private static void Fit(LinearModel model, scoped LinearExamples examples) => new ConvexSolver(new() { Epochs = 1 }).Fit(model, examples);

    private static void Refused(string argument, ConvexOptions options) =>
        Assert.Contains(argument, Assert.ThrowsAny<ArgumentException>(() => new ConvexSolver(options)).Message, StringComparison.Ordinal);

    private static void Says(string what, string argument, Action call) =>
        Assert.Contains(what, Assert.Throws<ArgumentException>(argument, call).Message, StringComparison.Ordinal);
}
