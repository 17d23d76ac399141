using System;
using System.IO;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>InfoBatch's passes, each of the examples that were not left out at its beginning, in random order.</summary>
internal sealed class InfoBatchTrainer : Trainer
{
    private readonly InfoBatchOptions _options;
    private readonly TrainingContext _context;
    private readonly long _firstWhole;
    private readonly float[] _losses; // zero until an example was trained on: none is below the mean in the first pass
    private readonly float[] _stepLosses;
    private readonly int[] _order;
    private readonly float[] _weights;
    private ulong _passes;
    private int _count;
    private int _next;
    private Range _batch;

    /// <summary>Prepares a run; no pass has begun.</summary>
    /// <param name="options">Options in their ranges.</param>
    /// <param name="context">The run.</param>
    public InfoBatchTrainer(InfoBatchOptions options, TrainingContext context)
    {
        (_options, _context) = (options, context);
        // In decimal, as the budget is.
        _firstWhole = (long)Math.Ceiling((decimal)options.PruningShare * context.Steps);
        int count = context.Data.Count;
        (_losses, _order, _weights) = (new float[count], new int[count], new float[count]);
        _stepLosses = new float[Math.Min(context.ExamplesPerEpoch, context.Options.BatchSize)];
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows => _order.AsSpan(_batch);

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Weights => _weights.AsSpan(_batch);

    /// <inheritdoc/>
    public override void Choose(long number)
    {
        if (_next == _count || number == _firstWhole) BeginPass(prunes: number < _firstWhole);
        int end = Math.Min(_count, _next + _stepLosses.Length);
        _batch = _next..end;
        _next = end;
    }

    /// <inheritdoc/>
    public override void Observe()
    {
        Span<float> losses = _stepLosses.AsSpan(0, Rows.Length);
        _context.StepLosses(Rows, losses);
        for (int i = 0; i < losses.Length; i++) _losses[Rows[i]] = losses[i];
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter writer)
    {
        writer.Write(_passes);
        writer.Write(_count);
        writer.Write(_next);
        writer.Write(MemoryMarshal.AsBytes(_order.AsSpan(0, _count)));
        writer.Write(MemoryMarshal.AsBytes(_weights.AsSpan(0, _count)));
        writer.Write(MemoryMarshal.AsBytes(_losses.AsSpan()));
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader reader)
    {
        (_passes, _count, _next) = (RandomStream.ReadDraw(reader), reader.ReadInt32(), reader.ReadInt32());
        if (_count < 0 || _count > _order.Length || _next < 0 || _next > _count)
            throw new FormatException($"found place {_next} of {_count} examples of {_order.Length}.");
        SavedRows.Read(reader, _order.AsSpan(0, _count), _order.Length);
        SavedRows.ReadWeights(reader, _weights.AsSpan(0, _count));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_losses.AsSpan()));
    }

    private void BeginPass(bool prunes)
    {
        ulong seed = _context.Options.Seed;
        RandomRows.Permutation(seed, _passes, _order);
        Philox random = RandomStream.Of(seed, RandomStream.Purpose.Subset, _passes++);
        double mean = prunes ? Mean() : double.NegativeInfinity;
        float rescaled = (float)(1 / (1 - _options.PruningProbability));
        _count = 0;
        foreach (int row in _order)
        {
            bool isLow = _losses[row] < mean;
            if (isLow && random.Double((ulong)row) < _options.PruningProbability) continue;
            _weights[_count] = isLow ? rescaled : 1;
            _order[_count++] = row; // never ahead of what is read
        }
        _next = 0;
        if (_count < _order.Length) _context.CountSelection();
    }

    private double Mean()
    {
        double sum = 0;
        foreach (float loss in _losses) sum += loss;
        return sum / _losses.Length;
    }
}
