using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>CREST's loop: check whether the model of the loss still holds, select where it does not, take one of the batches.</summary>
internal sealed class CrestTrainer : Trainer
{
    private const int LeastBatchesPerSubset = 4; // the paper's 128 of 500
    private const double SubsetShare = 0.01;
    private const int WindowEpochs = 5;

    private readonly CrestOptions _options;
    private readonly TrainingContext _context;
    private readonly CraigSelector _selector;
    private readonly ExamplePool _pool;
    private readonly SmoothedCurvature _smoothed;
    private readonly QuadraticRegion _region;
    private readonly int _batchSize;
    private readonly int _subsetSize;
    private readonly int _window;
    private readonly float[] _losses;
    private readonly GradientRows _gradients;
    private readonly int[] _subset;
    private readonly int[] _subsetLabels;
    private readonly float[] _gradient;
    private readonly float[] _product;
    private readonly float[] _probe;
    private int[] _rows = [];
    private float[] _weights = [];
    private int _batches;
    private int _chosen;
    private int _length;
    private Range _batch;
    private double _firstNorm = double.NaN;
    private long _interval = 1;
    private int _nextBatches;
    private long _sinceSelection;
    private ulong _draws;

    /// <summary>Prepares a run; nothing is selected yet.</summary>
    /// <param name="options">Options in their ranges.</param>
    /// <param name="context">The run.</param>
    public CrestTrainer(CrestOptions options, TrainingContext context)
    {
        (_options, _context) = (options, context);
        int count = context.Data.Count, classes = context.Model.Classes;
        _batchSize = Math.Min(context.Options.BatchSize, count);
        int usual = Math.Max((int)Math.Ceiling(SubsetShare * count), LeastBatchesPerSubset * _batchSize);
        _subsetSize = Math.Min(count, options.SubsetSize == 0 ? usual : Math.Max(options.SubsetSize, _batchSize));
        _window = options.Window > 0 ? options.Window : WindowEpochs * context.StepsPerEpoch;
        _gradients = new(context, options.Gradients, _subsetSize);
        _selector = new(new() { Size = _batchSize, FirstFactor = _gradients.FirstFactor });
        _pool = new(context.Data.Labels.ToArray(), classes, options.LearnedLoss, (_subsetSize - 1) / classes + 1);
        int parameters = context.Model.Parameters.Length;
        _smoothed = new(parameters, options.GradientSmoothing, options.CurvatureSmoothing);
        _region = new(parameters, options.UsesCurvature);
        (_gradient, _product, _probe) = (new float[parameters], new float[parameters], new float[parameters]);
        (_subset, _subsetLabels, _losses) = (new int[_subsetSize], new int[_subsetSize], new float[_subsetSize]);
        _nextBatches = options.BatchFactor;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows => _rows.AsSpan(_batch);

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Weights => _weights.AsSpan(_batch);

    /// <summary>Steps from one check to the next (T1).</summary>
    internal long Interval => _interval;

    /// <summary>Examples that are not learned yet.</summary>
    internal int PoolSize => _pool.Rows.Length;

    /// <inheritdoc/>
    public override void Choose(long number)
    {
        if (number > 0 && number % _window == 0 && _options.LearnedLoss > 0) _pool.Shrink();
        if (_batches == 0 || _pool.Rows.Length < _length || (_sinceSelection % _interval == 0 && !ModelHolds())) Select();
        _sinceSelection++;
        // One coreset as a whole: the variance of the paper's section 4.2 is that of such batches. Before they are chosen, all are alike.
        int batch = (int)RandomStream.Of(_context.Options.Seed, RandomStream.Purpose.Batch, (ulong)number).Below((ulong)_batches, 0);
        if (batch >= _chosen) SelectBatch(batch = _chosen++);
        _batch = (batch * _length)..((batch + 1) * _length);
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter writer)
    {
        _pool.Save(writer);
        _smoothed.Save(writer);
        _region.Save(writer);
        foreach (int value in (ReadOnlySpan<int>)[_batches, _chosen, _length, _nextBatches]) writer.Write(value);
        writer.Write(MemoryMarshal.AsBytes(_rows.AsSpan(0, _chosen * _length)));
        writer.Write(MemoryMarshal.AsBytes(_weights.AsSpan(0, _chosen * _length)));
        writer.Write(_firstNorm);
        writer.Write(_interval);
        writer.Write(_sinceSelection);
        writer.Write(_draws);
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader reader)
    {
        _pool.Load(reader);
        _smoothed.Load(reader);
        _region.Load(reader);
        (_batches, _chosen, _length, _nextBatches) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        int most = Math.Max(_options.BatchFactor, _context.StepsPerEpoch);
        if (_batches < 0 || _batches > most || _chosen < 0 || _chosen > _batches || _length < Math.Min(1, _batches) || _length > _batchSize
            || _nextBatches < 1 || _nextBatches > most)
            throw new FormatException($"found {_chosen} of {_batches} batches of {_length} examples, and {_nextBatches} to come.");
        Reserve();
        SavedRows.Read(reader, _rows.AsSpan(0, _chosen * _length), _context.Data.Count);
        SavedRows.ReadWeights(reader, _weights.AsSpan(0, _chosen * _length));
        (_firstNorm, _interval, _sinceSelection, _draws) = (reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt64(), RandomStream.ReadDraw(reader));
        if (_interval < 1 || _sinceSelection < 0) throw new FormatException($"found {_sinceSelection} steps since a selection, and {_interval} to a check.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _selector.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Equation 10: the model against the loss of a fresh random subset.</summary>
    private bool ModelHolds()
    {
        long begun = Stopwatch.GetTimestamp();
        Span<int> rows = DrawSubset();
        double forward = _context.Work.ForwardSeconds;
        _context.Forward(rows, new ForwardOutputs(_losses.AsSpan(0, rows.Length)));
        double loss = 0;
        for (int i = 0; i < rows.Length; i++) loss += _losses[i];
        loss /= rows.Length;
        double predicted = _region.Predict(_context.Model.Parameters);
        ref TrainingAccount work = ref _context.Work;
        work = work with { ForwardSeconds = forward, CheckSeconds = work.CheckSeconds + Stopwatch.GetElapsedTime(begun).TotalSeconds };
        return Math.Abs(predicted - loss) <= _options.Threshold * loss; // what is not a number does not hold
    }

    private void Select()
    {
        (_batches, _length) = (_nextBatches, Math.Min(_batchSize, _pool.Rows.Length));
        Reserve();
        _chosen = _options.BatchesAhead == 0 ? _batches : Math.Min(_options.BatchesAhead, _batches);
        for (int batch = 0; batch < _chosen; batch++) SelectBatch(batch);
        if (_options.MixesBatches) Mix();
        long begun = Stopwatch.GetTimestamp();
        _region.Begin(_context.Model.Parameters);
        for (int batch = 0; batch < _chosen; batch++) AddToModel(batch);
        _context.Work = _context.Work with { ModelSeconds = _context.Work.ModelSeconds + Stopwatch.GetElapsedTime(begun).TotalSeconds };
        _context.CountSelection();
        if (double.IsNaN(_firstNorm)) _firstNorm = _region.CurvatureNorm;
        else
        {
            double steps = Math.Ceiling(_options.IntervalFactor * _firstNorm / _region.CurvatureNorm);
            _interval = steps < 1 ? 1 : steps < _context.Steps ? (long)steps : _context.Steps; // never NaN: curvatures have a floor
            _nextBatches = (int)Math.Clamp(_options.BatchFactor * _interval, 1, _context.StepsPerEpoch);
        }
        _sinceSelection = 0;
    }

    /// <summary>Equation 11: facility location on the gradients of a fresh random subset, weights of mean 1.</summary>
    private void SelectBatch(int batch)
    {
        Span<int> rows = DrawSubset();
        Points points = _gradients.Compute(rows, _losses.AsSpan(0, rows.Length));
        for (int i = 0; i < rows.Length; i++)
        {
            _subsetLabels[i] = _context.Data.Labels[rows[i]];
            _pool.Record(rows[i], _losses[i]);
        }
        Span<int> picked = _rows.AsSpan(batch * _length, _length);
        Span<float> weights = _weights.AsSpan(batch * _length, _length);
        if (rows.Length == _length)
        {
            rows.CopyTo(picked);
            weights.Fill(1);
            return;
        }
        Coreset coreset = _options.ByClass && _length >= _context.Model.Classes ? _selector.Select(points, default, _subsetLabels.AsSpan(0, rows.Length)) : _selector.Select(points);
        for (int i = 0; i < _length; i++)
        {
            picked[i] = rows[coreset.Indices[i]];
            weights[i] = (float)(coreset.Weights[i] * _length / rows.Length);
        }
        if (_options.PicksUniformly) PickUniformly(rows, picked, weights);
    }

    /// <summary>The placebo: any examples of the subset, of weight 1, instead of those that were chosen.</summary>
    private void PickUniformly(Span<int> rows, Span<int> picked, Span<float> weights)
    {
        Philox random = RandomStream.Of(_context.Options.Seed, RandomStream.Purpose.Permutation, _draws++);
        for (int i = 0; i < picked.Length; i++)
        {
            int other = i + (int)random.Below((ulong)(rows.Length - i), (ulong)i);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }
        rows[..picked.Length].CopyTo(picked);
        weights.Fill(1);
    }

    /// <summary>
    /// The gradient of a batch, and its Hessian's diagonal by one probe: z (H z) for random signs z (Hutchinson 1990, equation 7). Only
    /// squares of it are kept, and those are of H z.
    /// </summary>
    private void AddToModel(int batch)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(batch * _length, _length);
        ReadOnlySpan<float> weights = _weights.AsSpan(batch * _length, _length);
        double objective;
        if (_options.UsesCurvature)
        {
            DrawSigns();
            objective = _context.GradientAndHessianVectorProduct(rows, weights, _probe, _gradient, _product);
        }
        else
        {
            objective = _context.Gradient(rows, weights, _gradient);
        }
        _smoothed.Add(_gradient, _product);
        _region.Add(objective, rows.Length, _smoothed);
    }

    /// <summary>Fills the probe with random signs.</summary>
    private void DrawSigns()
    {
        Philox random = RandomStream.Of(_context.Options.Seed, RandomStream.Purpose.Probe, _draws++);
        Span<int> probe = MemoryMarshal.Cast<float, int>(_probe.AsSpan());
        int one = BitConverter.SingleToInt32Bits(1), sign = int.MinValue;
        for (int i = 0; i < probe.Length; i += 32)
        {
            int bits = (int)random.UInt32((ulong)(i / 32));
            foreach (ref int value in probe.Slice(i, Math.Min(32, probe.Length - i)))
            {
                value = one | (bits & sign);
                bits <<= 1;
            }
        }
    }

    /// <summary>The ablation: all picks in random order.</summary>
    private void Mix()
    {
        Philox random = RandomStream.Of(_context.Options.Seed, RandomStream.Purpose.Permutation, _draws++);
        for (int i = _batches * _length - 1; i > 0; i--)
        {
            int other = (int)random.Below((ulong)i + 1, (ulong)i);
            (_rows[i], _rows[other]) = (_rows[other], _rows[i]);
            (_weights[i], _weights[other]) = (_weights[other], _weights[i]);
        }
    }

    private Span<int> DrawSubset()
    {
        Span<int> rows = _subset.AsSpan(0, Math.Min(_subsetSize, _pool.Rows.Length));
        _pool.Draw(RandomStream.Of(_context.Options.Seed, RandomStream.Purpose.Subset, _draws++), rows);
        return rows;
    }

    private void Reserve()
    {
        int length = checked(_batches * _length);
        if (_rows.Length >= length) return;
        (_rows, _weights) = (new int[length], new float[length]);
    }
}
