using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Convex;

/// <summary>
/// A linear model: what its objective is, and its parameters. <see cref="ConvexSolver"/> trains it; until then all parameters are 0.
/// </summary>
/// <remarks>
/// The objective of weighted rows is (1 / sum of w) sum of w loss + <see cref="L2"/> / 2 |parameters|^2, the intercepts counted as
/// <see cref="Intercept"/> says. An instance serves one thread at a time.
/// </remarks>
public sealed unsafe class LinearModel
{
    private const int MostClasses = 1 << 20;
    private const int MostParameters = 1 << 30;

    private readonly PinnedBuffer<double> _parameters = new();
    private readonly PinnedBuffer<double> _scores = new();
    private readonly PinnedBuffer<float> _decoded = new();

    /// <summary>Creates a model whose parameters are 0.</summary>
    /// <param name="loss">What is minimised.</param>
    /// <param name="dimension">Values of a row, at least 1, and so many that there are up to 2^30 parameters.</param>
    /// <param name="classes">Number of classes, from 2 to 2^20; not read for <see cref="LinearLoss.Squared"/>.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public LinearModel(LinearLoss loss, int dimension, int classes = 2)
    {
        if (!Enum.IsDefined(loss))
            throw new ArgumentException($"loss: found {loss}; allowed are {string.Join(", ", Enum.GetNames<LinearLoss>())}.", nameof(loss));
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (loss != LinearLoss.Squared)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, MostClasses);
        }
        (Loss, Dimension, Classes) = (loss, dimension, loss == LinearLoss.Squared ? 0 : classes);
        long length = Outputs * (dimension + 1L);
        if (length > MostParameters)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"dimension: found {length} parameters of {Outputs} scores; allowed are {MostParameters}.");
        Kernel = LinearKernel.Of(loss, classes);
        _parameters.Reserve(Length);
        _scores.Reserve(Outputs);
        Reset();
    }

    /// <summary>What a row costs.</summary>
    public LinearLoss Loss { get; }

    /// <summary>Values of a row.</summary>
    public int Dimension { get; }

    /// <summary>Number of classes; 0 of a model of numbers.</summary>
    public int Classes { get; }

    /// <summary>Scores per row: 1 for numbers and for two classes, else one per class.</summary>
    public int Outputs => Classes <= 2 ? 1 : Classes;

    /// <summary>Number of parameters: <see cref="Outputs"/> times (<see cref="Dimension"/> + 1).</summary>
    public int Length => Outputs * (Dimension + 1);

    /// <summary>The strength of the penalty, lambda, finite and at least 0. Default 1e-5.</summary>
    /// <remarks>scikit-learn's C is 1 / (lambda n) for n rows of weight 1, its Ridge's alpha is lambda n.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public double L2
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "L2: allowed are finite values of at least 0.");
    } = 1e-5;

    /// <summary>Whether scores have a constant term. Default: <see cref="Intercept.Free"/>.</summary>
    /// <exception cref="ArgumentException">It is none of the names.</exception>
    public Intercept Intercept
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentException($"Intercept: found {value}; allowed are {string.Join(", ", Enum.GetNames<Intercept>())}.", nameof(value));
    }

    /// <summary>
    /// [<see cref="Outputs"/>][<see cref="Dimension"/> + 1]: for each score the coefficients, then the intercept. Writing to them changes the
    /// model; an intercept that there is none of must stay 0.
    /// </summary>
    public Span<double> Parameters => _parameters.Span(Length);

    /// <summary>The loops over rows for its loss.</summary>
    internal LinearKernel Kernel { get; }

    /// <summary>The parameters by pointer.</summary>
    internal double* Pointer => _parameters.Pointer;

    /// <summary>What the intercept is multiplied by.</summary>
    internal double Constant => Intercept == Intercept.None ? 0 : 1;

    /// <summary>Sets all parameters to 0.</summary>
    public void Reset() => Parameters.Clear();

    /// <summary>The scores of rows: of a model of numbers, what it predicts. O(rows * dimension * outputs), allocates nothing for float32 rows.</summary>
    /// <param name="points">Rows of finite values.</param>
    /// <param name="scores">[rows][<see cref="Outputs"/>]: receives the scores.</param>
    /// <exception cref="ArgumentException">The rows, or the length of <paramref name="scores"/>, are not as they must be.</exception>
    public void Score(scoped Points points, scoped Span<double> scores)
    {
        CheckLength(scores.Length, points.Count * (long)Outputs, nameof(scores));
        CheckRows(points);
        ForEach(points, scores, default, false);
    }

    /// <summary>The class of each row, the lowest on ties. O(rows * dimension * outputs), allocates nothing for float32 rows.</summary>
    /// <param name="points">Rows of finite values.</param>
    /// <param name="labels">Receives a class per row.</param>
    /// <exception cref="ArgumentException">The rows, or the length of <paramref name="labels"/>, are not as they must be.</exception>
    /// <exception cref="InvalidOperationException">It is a model of numbers.</exception>
    public void Predict(scoped Points points, scoped Span<int> labels)
    {
        if (Classes == 0) throw new InvalidOperationException("A model of numbers has no classes; Score tells what it predicts.");
        CheckLength(labels.Length, points.Count, nameof(labels));
        CheckRows(points);
        ForEach(points, default, labels, false);
    }

    /// <summary>The probability of every class. O(rows * dimension * outputs), allocates nothing for float32 rows.</summary>
    /// <param name="points">Rows of finite values.</param>
    /// <param name="probabilities">[rows][<see cref="Classes"/>]: receives the probabilities.</param>
    /// <exception cref="ArgumentException">The rows, or the length of <paramref name="probabilities"/>, are not as they must be.</exception>
    /// <exception cref="InvalidOperationException">The loss is not <see cref="LinearLoss.Logistic"/>.</exception>
    public void Probabilities(scoped Points points, scoped Span<double> probabilities)
    {
        if (Loss != LinearLoss.Logistic) throw new InvalidOperationException($"Scores under {Loss} are no log-odds; Logistic has probabilities.");
        CheckLength(probabilities.Length, points.Count * (long)Classes, nameof(probabilities));
        CheckRows(points);
        ForEach(points, probabilities, default, true);
    }

    /// <summary>The share of rows, by weight, whose class is right. O(rows * dimension * outputs), allocates nothing for float32 rows.</summary>
    /// <param name="examples">Rows with labels.</param>
    /// <exception cref="ArgumentException">The examples are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">It is a model of numbers.</exception>
    public double Accuracy(scoped LinearExamples examples)
    {
        if (Classes == 0) throw new InvalidOperationException("A model of numbers has no classes.");
        ExampleCheck.Check(this, examples);
        fixed (byte* first = &examples.Points.FirstByte)
        fixed (float* scales = &examples.Points.FirstScale)
        {
            RowSource rows = examples.Points.Source(first, scales);
            float* scratch = _decoded.Reserve(rows.ScratchLength);
            (double right, double all) = (0, 0);
            for (int i = 0; i < examples.Count; i++)
            {
                (int row, double weight) = (examples.Row(i), examples.Weight(i));
                if (Class(rows.Row(row, scratch)) == examples.Labels[row]) right += weight;
                all += weight;
            }
            GC.KeepAlive(examples.Points.Owner);
            return right / all;
        }
    }

    private void ForEach(scoped Points points, scoped Span<double> values, scoped Span<int> labels, bool probabilities)
    {
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        fixed (double* target = values)
        {
            RowSource rows = points.Source(first, scales);
            float* scratch = _decoded.Reserve(rows.ScratchLength);
            for (int i = 0; i < points.Count; i++)
            {
                float* row = rows.Row(i, scratch);
                if (!labels.IsEmpty) labels[i] = Class(row);
                else if (!probabilities) SetScores(row, target + (nint)i * Outputs);
                else SetProbabilities(row, target + (nint)i * Classes);
            }
            GC.KeepAlive(points.Owner);
        }
    }

    private void SetScores(float* row, double* scores)
    {
        double* x = Pointer;
        for (int c = 0; c < Outputs; c++, x += Dimension + 1) scores[c] = RowSteps.Dot(x, row, Dimension) + x[Dimension];
    }

    private void SetProbabilities(float* row, double* probabilities)
    {
        SetScores(row, probabilities);
        if (Outputs == 1) (probabilities[0], probabilities[1]) = (0, probabilities[0]);
        SoftmaxLoss.Normalise(probabilities, Classes, out _);
    }

    private int Class(float* row)
    {
        double* scores = _scores.Pointer;
        SetScores(row, scores);
        if (Outputs == 1) return scores[0] > 0 ? 1 : 0;
        int best = 0;
        for (int c = 1; c < Outputs; c++)
            if (scores[c] > scores[best]) best = c;
        return best;
    }

    private void CheckRows(scoped Points points)
    {
        ExampleCheck.CheckDimension(this, points);
        RowValidation.CheckRows(points, rejectZeroRows: false, nameof(points));
    }

    private static void CheckLength(int found, long allowed, string argument)
    {
        if (found != allowed) throw new ArgumentException($"{argument}: found length {found}; allowed is {allowed}.", argument);
    }
}
