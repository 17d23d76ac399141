using System;
using System.Linq;
using HpcCoreset.Sampling;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>Orthogonal matching pursuit on the gradients of all examples, class by class, or on means of random batches.</summary>
internal sealed class GradMatchTrainer : SubsetTrainer
{
    private readonly GradMatchOptions _options;
    private readonly RowsByClass _classes = new();
    private readonly GradientColumns _columns = new();
    private readonly OrthogonalMatchingPursuit _pursuit = new();
    private readonly bool _byClass;
    private readonly float[] _outputs;
    private readonly float[] _features;
    private readonly int[] _order;
    private readonly double[] _target;
    private readonly int _batchSize;

    /// <summary>Prepares a run.</summary>
    /// <param name="options">Options in their ranges.</param>
    /// <param name="context">The run.</param>
    public GradMatchTrainer(GradMatchOptions options, TrainingContext context)
        : base(context, options.Interval, options.StartsAtRandom, [.. Enumerable.Range(0, context.Data.Count)])
    {
        _options = options;
        _byClass = options.ByClass && !options.PerBatch && Size >= context.Model.Classes;
        _batchSize = options.PerBatch ? Math.Min(context.Options.BatchSize, Size) : 1;
        _order = [.. Enumerable.Range(0, context.Data.Count)];
        int together = context.Data.Count;
        if (_byClass)
        {
            _classes.Build(context.Data.Labels, default, Size, ClassBalance.Proportional, floor: 1);
            together = Enumerable.Range(0, _classes.Classes).Max(label => _classes.Rows(label).Length);
        }
        _outputs = new float[checked(together * context.Model.Classes)];
        _features = _byClass ? new float[checked(together * context.Model.FeatureLength)] : [];
        _target = new double[_byClass ? context.Model.FeatureLength + 1 : context.Model.Classes];
    }

    /// <inheritdoc/>
    protected override int Select(long number, Span<int> picks, Span<double> weights)
    {
        if (!_byClass)
        {
            if (_options.PerBatch) RandomRows.Permutation(Context.Options.Seed, NextDraw(), _order);
            LoadOutputs();
            return Match(_order, Size, picks, weights);
        }
        int count = 0;
        for (int label = 0; label < _classes.Classes; label++)
        {
            ReadOnlySpan<int> rows = _classes.Rows(label);
            if (rows.IsEmpty) continue;
            LoadClass(rows, label);
            count += Match(rows, _classes.Quota(label), picks[count..], weights[count..]);
        }
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _classes.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Picks of some examples, batch by batch, for the mean of the gradients that were loaded.</summary>
    /// <returns>How many have a weight.</returns>
    private int Match(ReadOnlySpan<int> rows, int size, Span<int> picks, Span<double> weights)
    {
        double norms = 0;
        for (int t = 0; t < _target.Length; t++)
        {
            double sum = 0;
            for (int i = 0; i < _columns.Count; i++)
            {
                double value = _columns[i, t];
                norms += value * value;
                sum += Batch(rows, i).Length * value;
            }
            _target[t] = sum / rows.Length;
        }
        if (norms == 0) return 0;
        _pursuit.Run(_columns, _target, size / _batchSize, _options.Regularization * norms / _columns.Count);
        int count = 0;
        for (int i = 0; i < _pursuit.Picks.Length; i++)
        {
            if (_pursuit.Weights[i] == 0) continue;
            ReadOnlySpan<int> batch = Batch(rows, _pursuit.Picks[i]);
            batch.CopyTo(picks[count..]);
            weights.Slice(count, batch.Length).Fill(_pursuit.Weights[i] * rows.Length / batch.Length);
            count += batch.Length;
        }
        return count;
    }

    /// <summary>The gradients of a class by the weights and the bias of its own output.</summary>
    private void LoadClass(ReadOnlySpan<int> rows, int label)
    {
        int classes = Context.Model.Classes, features = Context.Model.FeatureLength;
        LastLayerGradients.Factors(Context, rows, _outputs.AsSpan(0, rows.Length * classes), _features.AsSpan(0, rows.Length * features));
        _columns.Reset(rows.Length, _target.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            double error = _outputs[i * classes + label] - 1;
            for (int t = 0; t < features; t++) _columns[i, t] = error * _features[i * features + t];
            _columns[i, features] = error;
        }
    }

    /// <summary>The mean gradients of batches by all outputs.</summary>
    private void LoadOutputs()
    {
        int classes = Context.Model.Classes;
        LastLayerGradients.Compute(Context, Candidates, _outputs);
        _columns.Reset((_order.Length - 1) / _batchSize + 1, classes);
        for (int i = 0; i < _columns.Count; i++)
        {
            ReadOnlySpan<int> batch = Batch(_order, i);
            for (int c = 0; c < classes; c++)
            {
                double sum = 0;
                foreach (int row in batch) sum += _outputs[row * classes + c];
                _columns[i, c] = sum / batch.Length;
            }
        }
    }

    private ReadOnlySpan<int> Batch(ReadOnlySpan<int> rows, int number) =>
        rows.Slice(number * _batchSize, Math.Min(_batchSize, rows.Length - number * _batchSize));
}
