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
    private readonly float[] _gradients;
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
        _gradients = new float[checked(context.Data.Count * context.Model.Classes)];
        _order = new int[context.Data.Count];
        _target = new double[context.Model.Classes + (options.MatchesMass ? 1 : 0)];
        _batchSize = options.PerBatch ? Math.Min(context.Options.BatchSize, Size) : 1;
    }

    /// <inheritdoc/>
    protected override int Select(long number, Span<int> picks, Span<double> weights)
    {
        LastLayerGradients.Compute(Context, Candidates, _gradients);
        if (_options.PerBatch)
        {
            RandomRows.Permutation(Context.Options.Seed, NextDraw(), _order);
            return Match(_order, Size, picks, weights);
        }
        if (!_options.ByClass || Size < Context.Model.Classes) return Match(Candidates, Size, picks, weights);
        _classes.Build(Context.Data.Labels, default, Size, ClassBalance.Proportional, floor: 1);
        int count = 0;
        for (int label = 0; label < _classes.Classes; label++)
            count += Match(_classes.Rows(label), _classes.Quota(label), picks[count..], weights[count..]);
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _classes.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Picks of some examples, batch by batch, for the sum of their gradients.</summary>
    /// <returns>How many have a weight.</returns>
    private int Match(ReadOnlySpan<int> rows, int size, Span<int> picks, Span<double> weights)
    {
        if (rows.IsEmpty) return 0;
        double norms = Load(rows);
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

    /// <summary>Mean gradients of batches, and the mean of all.</summary>
    /// <returns>The sum of the batches' squared norms.</returns>
    private double Load(ReadOnlySpan<int> rows)
    {
        int classes = Context.Model.Classes;
        _columns.Reset((rows.Length - 1) / _batchSize + 1, _target.Length);
        double norms = 0;
        for (int c = 0; c < classes; c++)
        {
            double all = 0;
            for (int i = 0; i < _columns.Count; i++)
            {
                ReadOnlySpan<int> batch = Batch(rows, i);
                double sum = 0;
                foreach (int row in batch) sum += _gradients[row * classes + c];
                all += sum;
                sum /= batch.Length;
                norms += sum * sum;
                _columns[i, c] = sum;
            }
            _target[c] = all / rows.Length;
        }
        if (_options.MatchesMass)
        {
            _target[classes] = Math.Sqrt(norms / _columns.Count); // counts as much as all the rest
            for (int i = 0; i < _columns.Count; i++) _columns[i, classes] = _target[classes];
        }
        return norms;
    }

    private ReadOnlySpan<int> Batch(ReadOnlySpan<int> rows, int number) =>
        rows.Slice(number * _batchSize, Math.Min(_batchSize, rows.Length - number * _batchSize));
}
