using System;
using System.Diagnostics;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Convex;

/// <summary>
/// Trains a <see cref="LinearModel"/> on weighted rows: ridge regression, logistic regression and linear support vector machines, by SAGA,
/// SVRG, stochastic gradient descent or L-BFGS.
/// </summary>
/// <remarks>
/// Parameters, sums and steps are double, rows are read where they are. The same seed gives the same bytes for any number of threads and
/// every instruction set. Allocates on the first call of a shape only. Not thread-safe: one solver per thread.
/// </remarks>
public sealed unsafe class ConvexSolver
{
    private readonly ConvexOptions _options;
    private readonly ExampleTable _table = new();
    private readonly LinearObjective _objective;
    private readonly LimitedMemoryBfgs _bfgs = new();
    private readonly RowOrder _order = new();
    private readonly PinnedBuffer<double> _gradient = new();
    private readonly PinnedBuffer<double> _mean = new();
    private readonly PinnedBuffer<double> _remembered = new();
    private readonly PinnedBuffer<double> _scores = new();
    private readonly PinnedBuffer<float> _decoded = new();
    private readonly Stopwatch _clock = new();
    private readonly Action<double, double> _reportEvaluation;
    private Action<ConvexProgress>? _progress;
    private CancellationToken _cancellation;
    private int _epochs;
    private ExclusiveUse _use;

    /// <summary>Creates a solver. Its workspace grows on the first call.</summary>
    /// <param name="options">How to minimise.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ConvexSolver(ConvexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionCheck.Require(
            Enum.IsDefined(options.Method), nameof(options.Method), options.Method, string.Join(", ", Enum.GetNames<ConvexMethod>()));
        OptionCheck.Require(options.Epochs >= 0, nameof(options.Epochs), options.Epochs, "values of at least 0");
        OptionCheck.Require(options.BatchSize >= 1, nameof(options.BatchSize), options.BatchSize, "values of at least 1");
        OptionCheck.Require(options.SnapshotEvery >= 1, nameof(options.SnapshotEvery), options.SnapshotEvery, "values of at least 1");
        OptionCheck.Require(options.Threads >= 1, nameof(options.Threads), options.Threads, "values of at least 1");
        OptionCheck.Require(options.Tolerance >= 0, nameof(options.Tolerance), options.Tolerance, "values of at least 0");
        _options = options;
        _objective = new LinearObjective(_table, options.Threads);
        _reportEvaluation = ReportEvaluation;
    }

    /// <summary>Trains a model, from the parameters that it has: a second call goes on where the first ended.</summary>
    /// <param name="model">The model. If the call ends with an exception it keeps the parameters reached.</param>
    /// <param name="examples">What to train on.</param>
    /// <param name="progress">
    /// Told how far training is after every epoch, before the first, and after every evaluation of L-BFGS; null if nobody is interested. It
    /// takes a pass over the rows each time, which is not counted into <see cref="ConvexProgress.Seconds"/>, and must not use the solver.
    /// </param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two epochs, and of L-BFGS between two evaluations.</param>
    /// <returns>What was reached, by one more pass over the rows.</returns>
    /// <remarks>
    /// An epoch takes O(rows * dimension * outputs); SVRG takes as much again for every full gradient, SAGA for one at the start. Memory
    /// beside the rows: 60 bytes per row, and 8 per row and output of SVRG and SAGA.
    /// </remarks>
    /// <exception cref="ArgumentException">The examples are not as they must be, or do not fit the model; the message says where.</exception>
    /// <exception cref="ArithmeticException">The parameters grew beyond all bounds: the step size is too large.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public ConvexSolution Fit(
        LinearModel model, scoped LinearExamples examples, Action<ConvexProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using ExclusiveUse.Call call = _use.Enter(this);
        ExampleCheck.Check(model, examples);
        (_progress, _cancellation, _epochs) = (progress, cancellation, 0);
        _clock.Restart();
        fixed (byte* first = &examples.Points.FirstByte)
        fixed (float* scales = &examples.Points.FirstScale)
        {
            try
            {
                Load(model, examples, examples.Points.Source(first, scales));
                double step = _options.Method == ConvexMethod.Lbfgs ? Descend(model) : Iterate(model);
                double seconds = _clock.Elapsed.TotalSeconds, objective = _objective.Evaluate(model.Pointer, _gradient.Pointer);
                bool isConverged = _options.Tolerance > 0 && _objective.GradientNorm <= _options.Tolerance;
                return new ConvexSolution(objective, _objective.GradientNorm, _epochs, isConverged, step, seconds);
            }
            finally
            {
                GC.KeepAlive(examples.Points.Owner);
                _table.Release();
                _objective.Evaluated = null;
                (_progress, _cancellation) = (null, default);
            }
        }
    }

    /// <summary>The objective of a model on examples, which need not be those that it was trained on. O(rows * dimension * outputs).</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The rows.</param>
    /// <exception cref="ArgumentException">The examples are not as they must be, or do not fit the model; the message says where.</exception>
    public double Objective(LinearModel model, scoped LinearExamples examples) => Evaluate(model, examples, default);

    /// <summary>The objective of a model on examples, and its gradient. O(rows * dimension * outputs).</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The rows.</param>
    /// <param name="gradient">Receives the gradient, in the order of <see cref="LinearModel.Parameters"/>.</param>
    /// <exception cref="ArgumentException">The examples are not as they must be, or do not fit the model; the message says where.</exception>
    public double Gradient(LinearModel model, scoped LinearExamples examples, scoped Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (gradient.Length != model.Length)
            throw new ArgumentException($"gradient: found length {gradient.Length}; the model has {model.Length} parameters.", nameof(gradient));
        return Evaluate(model, examples, gradient);
    }

    private double Evaluate(LinearModel model, scoped LinearExamples examples, scoped Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(model);
        using ExclusiveUse.Call call = _use.Enter(this);
        ExampleCheck.Check(model, examples);
        fixed (byte* first = &examples.Points.FirstByte)
        fixed (float* scales = &examples.Points.FirstScale)
        {
            try
            {
                Load(model, examples, examples.Points.Source(first, scales));
                double objective = _objective.Evaluate(model.Pointer, _gradient.Pointer);
                if (!gradient.IsEmpty) _gradient.Span(model.Length).CopyTo(gradient);
                return objective;
            }
            finally
            {
                GC.KeepAlive(examples.Points.Owner);
                _table.Release();
            }
        }
    }

    private void Load(LinearModel model, scoped LinearExamples examples, RowSource rows)
    {
        _table.Load(rows, examples, _options.Threads);
        _objective.Attach(model);
        _gradient.Reserve(model.Length);
    }

    private double Descend(LinearModel model)
    {
        _cancellation.ThrowIfCancellationRequested();
        _objective.Evaluated = _reportEvaluation;
        // The minimiser looks at components: none above this is a norm of at most the tolerance.
        _bfgs.Run(_objective, model.Pointer, _options.Epochs, _options.Tolerance / Math.Sqrt(model.Length));
        _objective.Evaluated = null;
        return 0;
    }

    private double Iterate(LinearModel model)
    {
        double automatic = Prepare(model), step = 0;
        if (Report(model)) return 0;
        bool remembers = _options.Method != ConvexMethod.Sgd;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            _cancellation.ThrowIfCancellationRequested();
            bool isSnapshot = _options.Method == ConvexMethod.Svrg ? epoch % _options.SnapshotEvery == 0 : epoch == 0;
            if (remembers && isSnapshot) _objective.Differentiate(model.Pointer, _mean.Pointer, _remembered.Pointer);
            if (remembers) _order.Draw(_options.Seed, epoch);
            else _order.Permute(_options.Seed, epoch);
            step = _options.StepSize.IsAutomatic ? automatic : _options.StepSize.At(epoch);
            model.Kernel.Step(new StepPlan
            {
                Method = _options.Method,
                Table = _table,
                Model = model,
                Order = _order.Pointer,
                Batch = Math.Min(_options.BatchSize, _table.Count),
                Step = step,
                Mean = remembers ? _mean.Pointer : null,
                Remembered = remembers ? _remembered.Pointer : null,
                Scores = _scores.Pointer,
                Decoded = _decoded.Pointer,
            });
            _epochs++;
            CheckFinite(model, step);
            if (Report(model)) break;
        }
        return step;
    }

    /// <summary>Room, and how rows are drawn.</summary>
    /// <returns>The automatic step.</returns>
    private double Prepare(LinearModel model)
    {
        int batch = Math.Min(_options.BatchSize, _table.Count);
        _scores.Reserve(checked(2 * batch * model.Outputs));
        _decoded.Reserve(checked(batch * _table.Rows.ScratchLength));
        if (_options.Method == ConvexMethod.Sgd)
        {
            _order.Reserve(_table.Count);
            return _table.SetPermutations(model.Kernel.Smoothness, model.Constant, model.L2);
        }
        _mean.Reserve(model.Length);
        _remembered.Reserve(checked(_table.Count * model.Outputs));
        (double sum, double smoothness) = _table.SetDraws(model.Kernel.Smoothness, model.Constant);
        _order.SetMasses(_table.Masses, _table.Count, sum);
        // The longer of the two steps of Defazio and others, NIPS 2014: 1 / (2 (mu n + L)), which they prove for mu above 0, and 1 / 3L. Their draws
        // are uniform; for ours L is the largest l(i) / p(i).
        if (_options.Method == ConvexMethod.Saga) return ExampleTable.Reciprocal(2 * smoothness + Math.Min(2 * model.L2 * _table.Count, smoothness));
        return ExampleTable.Reciprocal(4 * smoothness); // the bound of Xiao, Zhang, SIAM J. Optim. 24, 2014
    }

    /// <summary>Looks at the objective if anybody is interested.</summary>
    /// <returns>Whether the gradient is small enough.</returns>
    private bool Report(LinearModel model)
    {
        if (_progress == null && _options.Tolerance == 0) return false;
        if (_progress != null) _clock.Stop();
        double objective = _objective.Evaluate(model.Pointer, _gradient.Pointer);
        Tell(objective, _objective.GradientNorm);
        return _objective.GradientNorm <= _options.Tolerance && _options.Tolerance > 0;
    }

    private void ReportEvaluation(double objective, double gradientNorm)
    {
        _clock.Stop();
        Tell(objective, gradientNorm);
        _epochs++;
        _cancellation.ThrowIfCancellationRequested();
    }

    private void Tell(double objective, double gradientNorm)
    {
        _progress?.Invoke(new ConvexProgress(_epochs, objective, gradientNorm, _clock.Elapsed.TotalSeconds));
        _clock.Start();
    }

    private void CheckFinite(LinearModel model, double step)
    {
        foreach (double parameter in model.Parameters)
            if (!double.IsFinite(parameter))
                throw new ArithmeticException(FormattableString.Invariant(
                    $"After epoch {_epochs} the parameters are no longer finite: a step of {step:g3} is too long for these rows. Take a shorter one, or StepSize.Automatic."));
    }
}
