using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Training.Convex;
using Xunit;

namespace HpcCoreset.Training.Tests.Convex;

public sealed class ConvexSolverTests
{
    private static readonly ConvexMethod[] _exact = [ConvexMethod.Lbfgs, ConvexMethod.Svrg, ConvexMethod.Saga];

    [Theory]
    [MemberData(nameof(ObjectiveTests.Models), MemberType = typeof(ObjectiveTests))]
    public void All_that_converge_end_where_gradient_descent_does(LinearLoss loss, int classes, Intercept intercept)
    {
        LinearProblem problem = LinearProblem.Random(loss, classes) with { Intercept = intercept };
        problem = problem with { Weights = [.. Enumerable.Range(0, problem.Count).Select(i => 1.0 + i % 4 * i % 3)] };
        (double lowest, double[] parameters) = problem.Descend();
        foreach (ConvexMethod method in _exact)
            foreach (int batch in (int[])[1, 7])
            {
                LinearModel model = problem.Model();
                ConvexSolution solution = new ConvexSolver(new() { Method = method, Epochs = 3000, BatchSize = batch, Tolerance = 1e-9, Seed = 3 })
                    .Fit(model, problem.Examples);
                Assert.Equal(lowest, solution.Objective, 1e-10 * lowest);
                Assert.Equal(problem.Plain(model.Parameters).Value, solution.Objective, 1e-12 * lowest);
                Assert.True(solution.IsConverged || method == ConvexMethod.Lbfgs); // its line search ends where the value cannot fall in double
                for (int i = 0; i < parameters.Length; i++) Assert.Equal(parameters[i], model.Parameters[i], 1e-6);
            }
    }

    /// <summary>Every stretch of epochs takes the residual down by a factor, over ten orders of magnitude; plain descent gets stuck.</summary>
    [Theory]
    [InlineData(ConvexMethod.Saga, LinearLoss.Logistic, 2)]
    [InlineData(ConvexMethod.Saga, LinearLoss.Logistic, 3)]
    [InlineData(ConvexMethod.Saga, LinearLoss.SquaredHinge, 2)]
    [InlineData(ConvexMethod.Saga, LinearLoss.Squared, 0)]
    [InlineData(ConvexMethod.Svrg, LinearLoss.Logistic, 2)]
    [InlineData(ConvexMethod.Svrg, LinearLoss.Logistic, 3)]
    [InlineData(ConvexMethod.Svrg, LinearLoss.SquaredHinge, 2)]
    [InlineData(ConvexMethod.Svrg, LinearLoss.Squared, 0)]
    public void Svrg_and_Saga_converge_linearly_and_plain_descent_does_not(ConvexMethod method, LinearLoss loss, int classes)
    {
        const int Stretch = 8;
        const double Factor = 2;
        LinearProblem problem = LinearProblem.Random(loss, classes, count: 250) with { Intercept = Intercept.Penalised, L2 = 2e-3 };
        double lowest = problem.Descend().Value;

        List<double> residuals = Residuals(problem, method, lowest, epochs: 300);
        double first = residuals[0];
        int stretches = 0;
        for (int i = Stretch; i < residuals.Count && residuals[i - Stretch] > 1e-10 * first; i += Stretch, stretches++)
            Assert.True(residuals[i] < residuals[i - Stretch] / Factor, $"{residuals[i - Stretch]:g3} at epoch {i - Stretch}, {residuals[i]:g3} at {i}");
        Assert.InRange(stretches, 2, 36); // all the way down, and in more than one leap

        List<double> plain = Residuals(problem, ConvexMethod.Sgd, lowest, epochs: 300);
        Assert.True(plain.Skip(100).Min() > 1e-7 * first, $"{plain.Skip(100).Min():g3} of {first:g3}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Descent_with_falling_steps_comes_nearer_than_with_a_constant_one(int batch)
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2, count: 400);
        double lowest = problem.Descend().Value;
        double Residual(StepSize step) => Fit(problem, new() { Method = ConvexMethod.Sgd, Epochs = 100, StepSize = step, BatchSize = batch }).Solution.Objective - lowest;
        double constant = Residual(StepSize.Constant(0.3));
        Assert.True(Residual(StepSize.Exponential(0.3, 0.93)) < constant / 20);
        Assert.True(Residual(StepSize.Inverse(0.3, 0.5)) < constant / 20);
    }

    [Fact]
    public void Steps_are_those_of_the_schedule()
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2);
        double Last(StepSize step) => Fit(problem, new() { Method = ConvexMethod.Sgd, Epochs = 4, StepSize = step }).Solution.Step;
        Assert.Equal(0.5 * 0.9 * 0.9 * 0.9, Last(StepSize.Exponential(0.5, 0.9)), 1e-15);
        Assert.Equal(0.5 / 2.5, Last(StepSize.Inverse(0.5, 0.5)), 1e-15);
        Assert.Equal(0.25, Last(StepSize.Constant(0.25)));
    }

    [Fact]
    public void Automatic_steps_follow_from_the_Lipschitz_constants()
    {
        var problem = new LinearProblem(LinearLoss.Logistic, 2, [1, 2, 3], [0, 1, 1], 1) { Weights = [1, 2, 1], Intercept = Intercept.None, L2 = 0.5 };
        // share * |a|^2 / 4: 1/16, 2/4, 9/16
        Assert.Equal(1 / (3 * 9 / 16.0 + 0.5), Fit(problem, new() { Method = ConvexMethod.Sgd, Epochs = 1 }).Solution.Step, 1e-15);
        double sum = 1 / 16.0 + 0.5 + 9 / 16.0, largest = 9 / 16.0 / (0.5 / 3 + 0.5 * 9 / 16.0 / sum); // over half alike, half by these
        Assert.Equal(1 / (3 * largest), Fit(problem, new() { Method = ConvexMethod.Saga, Epochs = 1 }).Solution.Step, 1e-15);
        Assert.Equal(1 / (2 * (0.1 * 3 + largest)), Fit(problem with { L2 = 0.1 }, new() { Method = ConvexMethod.Saga, Epochs = 1 }).Solution.Step, 1e-15);
        Assert.Equal(1 / (4 * largest), Fit(problem, new() { Method = ConvexMethod.Svrg, Epochs = 1 }).Solution.Step, 1e-15);
    }

    [Theory]
    [InlineData(ConvexMethod.Lbfgs)]
    [InlineData(ConvexMethod.Svrg)]
    [InlineData(ConvexMethod.Saga)]
    public void Weights_are_replications(ConvexMethod method)
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 3);
        int[] rows = [.. Enumerable.Range(0, problem.Count).SelectMany(i => Enumerable.Repeat(i, i % 4))];
        LinearProblem weighted = problem with { Weights = [.. Enumerable.Range(0, problem.Count).Select(i => (double)(i % 4))] };
        var options = new ConvexOptions { Method = method, Epochs = 2000, Tolerance = 1e-8 };
        double[] expected = Fit(weighted, options).Model.Parameters.ToArray();
        LinearModel model = problem.Model();
        new ConvexSolver(options).Fit(model, problem.Examples.Take(rows));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], model.Parameters[i], 1e-6);
    }

    [Fact]
    public void Only_ratios_of_weights_count_and_rows_of_weight_0_do_not() =>
        Prop.ForAll<byte, byte, sbyte>((countByte, seed, power) =>
        {
            ConvexMethod method = Enum.GetValues<ConvexMethod>()[seed % 4];
            LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2 + seed % 2, count: 2 + countByte, dimension: 1 + seed % 23, seed);
            double[] weights = [.. Enumerable.Range(0, problem.Count).Select(i => i == 0 ? 1.0 : i % 4)];
            int[] rows = [.. Enumerable.Range(0, problem.Count).Where(i => weights[i] > 0)];
            LinearModel plain = problem.Model(), scaled = problem.Model(), without = problem.Model();
            var solver = new ConvexSolver(new() { Method = method, Epochs = 2, Seed = seed });
            solver.Fit(plain, (problem with { Weights = weights }).Examples);
            solver.Fit(scaled, (problem with { Weights = [.. weights.Select(weight => Math.ScaleB(weight, power))] }).Examples);
            solver.Fit(without, problem.Examples.Take(rows, [.. rows.Select(row => weights[row])]));
            return plain.Parameters.SequenceEqual(scaled.Parameters) && plain.Parameters.SequenceEqual(without.Parameters);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData(ConvexMethod.Lbfgs)]
    [InlineData(ConvexMethod.Svrg)]
    [InlineData(ConvexMethod.Saga)]
    [InlineData(ConvexMethod.Sgd)]
    public void A_subset_by_number_trains_like_a_copy_of_its_rows(ConvexMethod method)
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.SquaredHinge, 3, dimension: 11);
        int[] rows = [40, 3, 77, 149, 0, 3, 90, 12, 13, 14];
        double[] weights = [1, 2, 0.5, 4, 0, 1, 1, 9, 1, 3];
        var copy = problem with
        {
            Values = [.. rows.SelectMany(row => problem.Values[(row * 11)..((row + 1) * 11)])],
            Targets = [.. rows.Select(row => problem.Targets[row])],
            Weights = weights,
        };
        var solver = new ConvexSolver(new() { Method = method, Epochs = 10 });
        LinearModel byNumber = problem.Model(), copied = problem.Model();
        ConvexSolution solution = solver.Fit(byNumber, problem.Examples.Take(rows, weights));
        Assert.Equal(solution with { Seconds = 0 }, solver.Fit(copied, copy.Examples) with { Seconds = 0 });
        Assert.Equal(copied.Parameters, byNumber.Parameters);
        Assert.Equal(solver.Objective(copied, copy.Examples), solver.Objective(byNumber, problem.Examples.Take(rows, weights)));
        Assert.Equal(copied.Accuracy(copy.Examples), byNumber.Accuracy(problem.Examples.Take(rows, weights)));
    }

    [Fact]
    public void A_coreset_trains_nearly_as_well_as_all_rows()
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2, count: 4000);
        double lowest = Fit(problem, new() { Method = ConvexMethod.Lbfgs }).Solution.Objective;
        using var selector = new CraigSelector(new() { Size = 200 });
        Coreset coreset = selector.Select(new Points(problem.Values, problem.Dimension), default, problem.Labels);
        LinearModel model = problem.Model();
        var solver = new ConvexSolver(new() { Epochs = 100 });
        solver.Fit(model, problem.Examples.Take(coreset));
        Assert.InRange(solver.Objective(model, problem.Examples), lowest, 1.05 * lowest);
    }

    [Fact]
    public void Centroids_have_no_labels()
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2);
        using var selector = new ClusteringCoresetSelector(new() { Size = 20, Clusters = 2, Method = ClusteringCoresetMethod.CoresetTree });
        Assert.Throws<ArgumentException>("coreset", () => problem.Examples.Take(selector.Select(new Points(problem.Values, problem.Dimension))).Count);
    }

    [Theory]
    [InlineData(LinearLoss.Logistic)]
    [InlineData(LinearLoss.SquaredHinge)]
    public void Separable_rows_are_separated(LinearLoss loss)
    {
        float[] values = [.. Enumerable.Range(0, 100).SelectMany(i => (float[])[i % 2 * 4 - 2, i * 0.01f])];
        var problem = new LinearProblem(loss, 2, values, [.. Enumerable.Range(0, 100).Select(i => i % 2.0)], 2) { L2 = 1e-5 };
        foreach (ConvexMethod method in Enum.GetValues<ConvexMethod>())
        {
            (LinearModel model, ConvexSolution solution) = Fit(problem, new() { Method = method, Epochs = 200 });
            Assert.Equal(1, model.Accuracy(problem.Examples));
            Assert.InRange(solution.Objective, 0, 0.05);
        }
    }

    /// <summary>Fewer rows than columns and no penalty: the minimum is 0, whatever the weights, and what L-BFGS remembers soon misleads it.</summary>
    [Fact]
    public void Lbfgs_reaches_a_minimum_that_bends_differently_everywhere()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2, count: 18, dimension: 36, seed);
            problem = problem with
            {
                Values = [.. problem.Values.Select((value, i) => i / 36 % 7 == 3 ? 0 : 100 * value)],
                Weights = [.. Enumerable.Range(0, problem.Count).Select(i => Math.Pow(10, (7 * i + seed) % 17 - 8))],
                Targets = [.. problem.Targets.Select((target, i) => i % 7 == 3 ? 1 : target)],
                L2 = 0,
            };
            Assert.InRange(Fit(problem, new() { Method = ConvexMethod.Lbfgs, Epochs = 400 }).Solution.Objective, 0, 1e-6);
        }
    }

    [Theory]
    [InlineData(LinearLoss.Logistic, 2)]
    [InlineData(LinearLoss.Logistic, 3)]
    [InlineData(LinearLoss.SquaredHinge, 3)]
    public void Rows_of_one_class_only_are_of_that_class(LinearLoss loss, int classes)
    {
        LinearProblem problem = LinearProblem.Random(loss, classes);
        problem = problem with { Targets = [.. problem.Targets.Select(_ => 1.0)] };
        foreach (ConvexMethod method in Enum.GetValues<ConvexMethod>())
        {
            (LinearModel model, ConvexSolution solution) = Fit(problem, new() { Method = method, Epochs = 100 });
            Assert.Equal(1, model.Accuracy(problem.Examples));
            Assert.True(double.IsFinite(solution.Objective));
        }
    }

    [Fact]
    public void Rows_of_zeros_leave_everything_as_it_is()
    {
        var problem = new LinearProblem(LinearLoss.Logistic, 2, new float[12], [0, 1, 0, 1], 3) { L2 = 0, Intercept = Intercept.None };
        foreach (ConvexMethod method in Enum.GetValues<ConvexMethod>())
        {
            (LinearModel model, ConvexSolution solution) = Fit(problem, new() { Method = method });
            Assert.Equal(new double[4], model.Parameters);
            Assert.Equal(Math.Log(2), solution.Objective, 1e-15);
        }
    }

    [Fact]
    public void A_second_call_goes_on_where_the_first_ended()
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2);
        LinearModel model = problem.Model();
        var solver = new ConvexSolver(new() { Epochs = 20 });
        double once = solver.Fit(model, problem.Examples).GradientNorm;
        Assert.True(solver.Fit(model, problem.Examples).GradientNorm < once / 2);
        model.Reset();
        Assert.Equal(once, solver.Fit(model, problem.Examples).GradientNorm);
    }

    [Fact]
    public void Progress_is_told_from_the_start_and_the_call_ends_at_the_tolerance()
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 2);
        foreach (ConvexMethod method in _exact)
        {
            var told = new List<ConvexProgress>();
            LinearModel model = problem.Model();
            ConvexSolution solution = new ConvexSolver(new() { Method = method, Epochs = 1000, Tolerance = 1e-5 }).Fit(model, problem.Examples, told.Add);
            Assert.True(solution.IsConverged);
            Assert.Equal(Math.Log(2), told[0].Objective, 1e-12);
            Assert.Equal(Enumerable.Range(0, told.Count), told.Select(progress => progress.Epoch));
            if (method == ConvexMethod.Lbfgs) continue;
            Assert.Equal(solution.Epochs, told[^1].Epoch);
            Assert.Equal(solution.Objective, told[^1].Objective);
            Assert.True(told[^1].GradientNorm <= 1e-5 && told[^2].GradientNorm > 1e-5);
        }
    }

    [Fact]
    [Trait("Switches", "true")]
    public void Parameters_are_the_same_bytes_for_any_number_of_threads_and_every_instruction_set()
    {
        long sum = 0;
        foreach ((LinearLoss loss, int classes) in ((LinearLoss, int)[])[(LinearLoss.Squared, 0), (LinearLoss.Logistic, 2), (LinearLoss.Logistic, 3), (LinearLoss.SquaredHinge, 3)])
            foreach (ConvexMethod method in Enum.GetValues<ConvexMethod>())
            {
                LinearProblem problem = LinearProblem.Integers(loss, classes, count: 700, dimension: 22);
                long[]? one = null;
                foreach (int threads in (int[])[1, 2, 5])
                {
                    LinearModel model = problem.Model();
                    new ConvexSolver(new() { Method = method, Epochs = 4, Threads = threads, Seed = 5, BatchSize = 1 + classes }).Fit(model, problem.Examples);
                    long[] bits = [.. model.Parameters.ToArray().Select(BitConverter.DoubleToInt64Bits)];
                    Assert.Equal(one ??= bits, bits);
                }
                sum = one!.Aggregate(sum, (folded, bits) => unchecked(folded * 6364136223846793005 + bits));
            }
        Assert.Equal(-5147556886085134528, sum); // found once; every instruction set has to find it again
    }

    private static List<double> Residuals(LinearProblem problem, ConvexMethod method, double lowest, int epochs)
    {
        var residuals = new List<double>();
        new ConvexSolver(new() { Method = method, Epochs = epochs, Seed = 1 }).Fit(problem.Model(), problem.Examples, progress => residuals.Add(progress.Objective - lowest));
        return residuals;
    }

    private static (LinearModel Model, ConvexSolution Solution) Fit(LinearProblem problem, ConvexOptions options)
    {
        LinearModel model = problem.Model();
        return (model, new ConvexSolver(options).Fit(model, problem.Examples));
    }
}
