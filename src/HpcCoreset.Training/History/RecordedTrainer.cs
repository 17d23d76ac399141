using System;
using System.IO;
using System.Linq;

namespace HpcCoreset.Training;

/// <summary>Another trainer's choices, taken down.</summary>
/// <param name="trainer">The other trainer; disposed with this one.</param>
/// <param name="interval">Steps from one recording to the next.</param>
/// <param name="context">The run.</param>
internal sealed class RecordedTrainer(Trainer trainer, int interval, TrainingContext context) : Trainer
{
    private readonly LearningHistory _history = new(context.Data.Count);
    private readonly int[] _rows = [.. Enumerable.Range(0, context.Data.Count)];
    private readonly float[] _probabilities = new float[GatheredBatch.Block * context.Model.Classes];

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows => trainer.Rows;

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Weights => trainer.Weights;

    /// <inheritdoc/>
    public override LearningHistory History => _history;

    /// <inheritdoc/>
    public override void Choose(long number)
    {
        if (number % interval == 0) Record(number);
        trainer.Choose(number);
        _history.Count(trainer.Rows);
    }

    /// <inheritdoc/>
    public override void Observe() => trainer.Observe();

    /// <inheritdoc/>
    public override void Save(BinaryWriter writer)
    {
        _history.Save(writer);
        trainer.Save(writer);
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader reader)
    {
        _history.Load(reader);
        if (_history.Steps.IsEmpty && context.Work.Steps > 0) throw new FormatException($"found no recording after {context.Work.Steps} steps.");
        trainer.Load(reader);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        trainer.Dispose();
        base.Dispose(disposing);
    }

    private void Record(long number)
    {
        Span<float> losses = _history.Begin(number);
        int classes = context.Model.Classes;
        for (int first = 0; first < _rows.Length; first += GatheredBatch.Block)
        {
            ReadOnlySpan<int> rows = _rows.AsSpan(first, Math.Min(GatheredBatch.Block, _rows.Length - first));
            Span<float> probabilities = _probabilities.AsSpan(0, rows.Length * classes);
            context.Forward(rows, new ForwardOutputs(losses.Slice(first, rows.Length), probabilities));
            foreach (int row in rows)
                _history.Classify(row, LikeliestClass.Of(probabilities.Slice((row - first) * classes, classes)) == context.Data.Labels[row]);
        }
    }
}
