using HpcCoreset.Training.Convex;
using Xunit;

namespace HpcCoreset.Training.Tests.Convex;

/// <summary>
/// What scikit-learn 1.2.1 reaches on the digits with lambda 1e-3, that is C = 1 / (1e-3 * 1797): <c>bench/peers/logistic.py objectives</c> prints it.
/// </summary>
public sealed class DigitsTests
{
    private const double Multinomial = 0.2618645472; // LogisticRegression, newton-cg and saga, tol 1e-10
    private const double Ridge = 1.7003641549; // Ridge, cholesky, alpha = lambda n: half of its objective over n
    private const double Svm = 0.3321506835; // LinearSVC, squared hinge, one against the rest, which counts intercepts into the penalty

    [Theory]
    [InlineData(ConvexMethod.Lbfgs, 300)]
    [InlineData(ConvexMethod.Saga, 150)]
    [InlineData(ConvexMethod.Svrg, 200)]
    public void Logistic_regression_reaches_the_loss_of_scikit_learn(ConvexMethod method, int epochs)
    {
        LinearProblem digits = LinearProblem.Digits(LinearLoss.Logistic, l2: 1e-3);
        LinearModel model = digits.Model();
        ConvexSolution solution = new ConvexSolver(new() { Method = method, Epochs = epochs }).Fit(model, digits.Examples);
        Assert.Equal(Multinomial, solution.Objective, 1e-4);
        Assert.Equal(Multinomial, digits.Plain(model.Parameters).Value, 1e-4);
        Assert.InRange(model.Accuracy(digits.Examples), 0.978, 0.980); // theirs: 0.9789
    }

    [Fact]
    public void So_does_the_reference_to_nine_digits() => Assert.Equal(Multinomial, Lowest(LinearLoss.Logistic, Intercept.Free), 1e-9);

    [Fact]
    public void Ridge_regression_reaches_theirs() => Assert.Equal(Ridge, Lowest(LinearLoss.Squared, Intercept.Free), 1e-9);

    [Fact]
    public void The_support_vector_machine_reaches_theirs() => Assert.Equal(Svm, Lowest(LinearLoss.SquaredHinge, Intercept.Penalised), 1e-9);

    private static double Lowest(LinearLoss loss, Intercept intercept)
    {
        LinearProblem digits = LinearProblem.Digits(loss, l2: 1e-3) with { Intercept = intercept };
        return new ConvexSolver(new() { Method = ConvexMethod.Lbfgs, Epochs = 3000, Tolerance = 1e-7 }).Fit(digits.Model(), digits.Examples).Objective;
    }
}
