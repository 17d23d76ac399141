using System;
using System.Linq;
using HpcCoreset.Training.Convex;
using Xunit;

namespace HpcCoreset.Training.Tests.Convex;

public sealed class ObjectiveTests
{
    public static TheoryData<LinearLoss, int, Intercept> Models
    {
        get
        {
            var data = new TheoryData<LinearLoss, int, Intercept>();
            foreach (Intercept intercept in Enum.GetValues<Intercept>())
                foreach ((LinearLoss loss, int classes) in ((LinearLoss, int)[])[
                    (LinearLoss.Squared, 0), (LinearLoss.Logistic, 2), (LinearLoss.Logistic, 4), (LinearLoss.SquaredHinge, 2), (LinearLoss.SquaredHinge, 3)])
                    data.Add(loss, classes, intercept);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    [Trait("Switches", "true")]
    public void The_objective_and_its_gradient_are_those_of_plain_loops(LinearLoss loss, int classes, Intercept intercept)
    {
        foreach (int dimension in (int[])[1, 3, 16, 22, 37])
        {
            LinearProblem problem = LinearProblem.Random(loss, classes, count: 90, dimension) with { Intercept = intercept };
            problem = problem with { Weights = [.. Enumerable.Range(0, 90).Select(i => i % 5 * 0.7)] };
            LinearModel model = Somewhere(problem);
            var solver = new ConvexSolver(new());
            var gradient = new double[model.Length];
            (double value, double[] plain) = problem.Plain(model.Parameters);
            double found = solver.Gradient(model, problem.Examples, gradient);
            Assert.Equal(value, found, 1e-12 * value);
            Assert.Equal(found, solver.Objective(model, problem.Examples));
            for (int i = 0; i < gradient.Length; i++) Assert.Equal(plain[i], gradient[i], 1e-11);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_gradient_is_what_differences_say(LinearLoss loss, int classes, Intercept intercept)
    {
        const double Step = 1e-5;
        LinearProblem problem = LinearProblem.Random(loss, classes) with { Intercept = intercept };
        LinearModel model = Somewhere(problem);
        var solver = new ConvexSolver(new());
        var gradient = new double[model.Length];
        solver.Gradient(model, problem.Examples, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            if (intercept == Intercept.None && i % (problem.Dimension + 1) == problem.Dimension) continue;
            double before = model.Parameters[i];
            model.Parameters[i] = before + Step;
            double above = solver.Objective(model, problem.Examples);
            model.Parameters[i] = before - Step;
            double below = solver.Objective(model, problem.Examples);
            model.Parameters[i] = before;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Classes_scores_and_probabilities_follow_from_the_parameters()
    {
        var points = new Points([0, 1, 2, -1], 2);
        var binary = new LinearModel(LinearLoss.Logistic, 2);
        ((double[])[1, -1, 0.5]).CopyTo(binary.Parameters);
        var scores = new double[2];
        var probabilities = new double[4];
        var labels = new int[2];
        binary.Score(points, scores);
        binary.Probabilities(points, probabilities);
        binary.Predict(points, labels);
        Assert.Equal([-0.5, 3.5], scores);
        Assert.Equal([0, 1], labels);
        Assert.Equal(1 / (1 + Math.Exp(-3.5)), probabilities[3], 1e-15);
        Assert.Equal(1, probabilities[0] + probabilities[1], 1e-15);
        Assert.Equal(0.25, binary.Accuracy(new LinearExamples(points, [1, 1], [3, 1])));

        var several = new LinearModel(LinearLoss.Logistic, 2, 3);
        ((double[])[0, 0, 1, 0, 0, 1, 1, 0, 0]).CopyTo(several.Parameters); // the first two classes tie
        several.Predict(points, labels);
        Assert.Equal([0, 2], labels);
        probabilities = new double[6];
        several.Probabilities(points, probabilities);
        double sum = Math.E + Math.E + Math.Exp(2);
        Assert.Equal(Math.Exp(2) / sum, probabilities[5], 1e-15);
    }

    [Fact]
    public void Rows_of_any_kind_are_those_of_float32()
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 3, count: 120, dimension: 21);
        Half[] halfs = [.. problem.Values.Select(value => (Half)value)];
        float[] wide = [.. halfs.Select(value => (float)value)];
        LinearModel narrow = problem.Model(), plain = problem.Model();
        foreach (ConvexMethod method in Enum.GetValues<ConvexMethod>())
        {
            var solver = new ConvexSolver(new() { Method = method, Epochs = 3, BatchSize = 4 });
            solver.Fit(narrow, new LinearExamples(new Points(halfs, 21), problem.Labels));
            solver.Fit(plain, new LinearExamples(new Points(wide, 21), problem.Labels));
            Assert.Equal(plain.Parameters, narrow.Parameters);
        }
        Assert.Equal(plain.Accuracy(new LinearExamples(new Points(wide, 21), problem.Labels)), narrow.Accuracy(new LinearExamples(new Points(halfs, 21), problem.Labels)));
    }

    /// <summary>A model whose parameters are not 0.</summary>
    private static LinearModel Somewhere(LinearProblem problem)
    {
        LinearModel model = problem.Model();
        for (int i = 0; i < model.Length; i++)
            if (problem.Intercept != Intercept.None || i % (problem.Dimension + 1) < problem.Dimension) model.Parameters[i] = Math.Sin(i + 1) / 2;
        return model;
    }
}
