using System;
using System.IO;
using System.Runtime.InteropServices;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>
/// Trains on one weighted subset of the examples for some epochs, and chooses another: in random order, a fresh one whenever all of it was
/// used, cut into batches. An epoch has the steps that the budget allows, also where fewer examples were chosen.
/// </summary>
internal abstract class SubsetTrainer : Trainer
{
    private const int UsualSelections = 15; // every 20 of 300 epochs, in the experiments of GRAD-MATCH's and GLISTER's authors

    private readonly int _interval;
    private readonly bool _startsAtRandom;
    private readonly int[] _candidates;
    private readonly int[] _picks;
    private readonly double[] _shares;
    private readonly float[] _weights;
    private readonly int[] _order;
    private readonly int[] _batch;
    private readonly float[] _batchWeights;
    private int _length;
    private int _count;
    private int _next;
    private ulong _orderDraw;
    private ulong _draws;

    /// <summary>Prepares a run; nothing is selected yet.</summary>
    /// <param name="context">The run.</param>
    /// <param name="interval">Epochs from one selection to the next, at least 1; 0 for a fifteenth of the run, rounded up.</param>
    /// <param name="startsAtRandom">Whether the first subset is a random one, if it is not the only one.</param>
    /// <param name="candidates">The examples that may be chosen, at least one, ascending.</param>
    protected SubsetTrainer(TrainingContext context, int interval, bool startsAtRandom, int[] candidates)
    {
        (Context, _candidates) = (context, candidates);
        _interval = interval > 0 ? interval : (context.Options.Epochs - 1) / UsualSelections + 1;
        _startsAtRandom = startsAtRandom && _interval < context.Options.Epochs;
        Size = Math.Min(context.ExamplesPerEpoch, candidates.Length);
        (_picks, _shares, _weights, _order) = (new int[Size], new double[Size], new float[Size], new int[Size]);
        int batch = Math.Min(context.Options.BatchSize, context.ExamplesPerEpoch);
        (_batch, _batchWeights) = (new int[batch], new float[batch]);
    }

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<int> Rows => _batch.AsSpan(0, _length);

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<float> Weights => _batchWeights.AsSpan(0, _length);

    /// <summary>The run.</summary>
    protected TrainingContext Context { get; }

    /// <summary>The examples that may be chosen.</summary>
    protected ReadOnlySpan<int> Candidates => _candidates;

    /// <summary>Examples that the budget allows, at most as many as may be chosen.</summary>
    protected int Size { get; }

    /// <inheritdoc/>
    public sealed override void Choose(long number)
    {
        (long epoch, long step) = Math.DivRem(number, Context.StepsPerEpoch);
        if (step == 0 && epoch % _interval == 0) Renew(number, selects: epoch > 0 || !_startsAtRandom);
        _length = (int)Math.Min(Context.Options.BatchSize, Context.ExamplesPerEpoch - step * Context.Options.BatchSize);
        for (int i = 0; i < _length; i++)
        {
            if (_next == _count) Shuffle();
            int pick = _order[_next++];
            (_batch[i], _batchWeights[i]) = (_picks[pick], _weights[pick]);
        }
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter writer)
    {
        writer.Write(_draws);
        writer.Write(_orderDraw);
        writer.Write(_next);
        writer.Write(_count);
        writer.Write(MemoryMarshal.AsBytes(_picks.AsSpan(0, _count)));
        writer.Write(MemoryMarshal.AsBytes(_weights.AsSpan(0, _count)));
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader reader)
    {
        (_draws, _orderDraw, _next, _count) = (RandomStream.ReadDraw(reader), RandomStream.ReadDraw(reader), reader.ReadInt32(), reader.ReadInt32());
        if (_count < 0 || _count > Size || _next < 0 || _next > _count || (_count == 0 && Context.Work.Steps > 0))
            throw new FormatException($"found place {_next} of {_count} examples, of {Size} that the budget allows.");
        SavedRows.Read(reader, _picks.AsSpan(0, _count), Context.Data.Count);
        SavedRows.ReadWeights(reader, _weights.AsSpan(0, _count));
        RandomRows.Permutation(Context.Options.Seed, _orderDraw, _order.AsSpan(0, _count));
    }

    /// <summary>Chooses examples for the model as it is.</summary>
    /// <param name="number">The step.</param>
    /// <param name="picks">[Size]: receives the examples.</param>
    /// <param name="weights">[Size]: receives their weights, finite and at least 0, not all 0, in any unit.</param>
    /// <returns>How many; none if none is better than another.</returns>
    protected abstract int Select(long number, Span<int> picks, Span<double> weights);

    /// <summary>The number of a draw of the seed's that no other has.</summary>
    protected ulong NextDraw() => _draws++;

    private void Renew(long number, bool selects)
    {
        if (Size == _candidates.Length)
        {
            _candidates.CopyTo(_picks, 0); // nothing to choose
            _shares.AsSpan().Fill(1);
            _count = Size;
        }
        else if (!selects)
        {
            DrawAny();
        }
        else
        {
            _count = Select(number, _picks, _shares);
            Context.CountSelection();
            if (_count == 0) DrawAny();
        }
        double sum = 0;
        for (int i = 0; i < _count; i++) sum += _shares[i];
        for (int i = 0; i < _count; i++) _weights[i] = (float)(_shares[i] / sum * _count);
        _next = _count;
    }

    private void DrawAny()
    {
        RandomRows.Subset(Context.Options.Seed, NextDraw(), _candidates.Length, _picks);
        foreach (ref int row in _picks.AsSpan()) row = _candidates[row];
        _shares.AsSpan().Fill(1);
        _count = Size;
    }

    private void Shuffle()
    {
        _orderDraw = NextDraw();
        RandomRows.Permutation(Context.Options.Seed, _orderDraw, _order.AsSpan(0, _count));
        _next = 0;
    }
}
