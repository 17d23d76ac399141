using System;
using System.Linq;
using HpcCoreset.Training.Convex;
using Xunit;

namespace HpcCoreset.Training.Tests.Convex;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(ConvexMethod.Saga)]
    [InlineData(ConvexMethod.Svrg)]
    [InlineData(ConvexMethod.Sgd)]
    [InlineData(ConvexMethod.Lbfgs)]
    public void Calls_after_the_first_of_a_shape_allocate_nothing(ConvexMethod method)
    {
        LinearProblem problem = LinearProblem.Random(LinearLoss.Logistic, 3, dimension: 22);
        (float[] values, int[] labels, int[] rows) = (problem.Values, problem.Labels, [.. Enumerable.Range(0, 40)]);
        double[] gradient = new double[problem.Length], probabilities = new double[3 * labels.Length];
        var solver = new ConvexSolver(new() { Method = method, Epochs = 3, Tolerance = 1e-9, BatchSize = 3 });
        LinearModel model = problem.Model();
        double sum = 0;
        Action<ConvexProgress> progress = told => sum += told.Objective;
        void Call()
        {
            var examples = new LinearExamples(new Points(values, 22), labels);
            model.Reset();
            solver.Fit(model, examples, progress);
            solver.Fit(model, examples.Take(rows));
            sum += solver.Gradient(model, examples, gradient) + model.Accuracy(examples);
            model.Probabilities(examples.Points, probabilities);
        }
        Assert.Equal(0, Allocated.Always(Call));
        Assert.True(double.IsFinite(sum));
    }
}
