using System;
using System.IO;
using System.Linq;

namespace HpcCoreset.Training.Tests.Runs;

/// <summary>
/// A choice that looks at the model: every few steps the examples of the highest loss, and then one slice of them after the other, the
/// heavier the higher their loss. What was chosen when is what a checkpoint must keep.
/// </summary>
internal sealed record HardestFirst : TrainerOptions
{
    public int Kept { get; init; } = 48;

    public int Interval { get; init; } = 7;

    public override Trainer Create(TrainingContext context) => new Choice(this, context);

    private sealed class Choice(HardestFirst options, TrainingContext context) : Trainer
    {
        private readonly int[] _all = [.. Enumerable.Range(0, context.Data.Count)];
        private readonly float[] _losses = new float[context.Data.Count];
        private readonly float[] _gradient = new float[context.Model.Parameters.Length];
        private readonly float[] _product = new float[context.Model.Parameters.Length];
        private readonly int[] _kept = new int[options.Kept];
        private readonly float[] _weights = new float[context.Options.BatchSize];
        private int _first;

        public override ReadOnlySpan<int> Rows => _kept.AsSpan(_first, Math.Min(_weights.Length, _kept.Length - _first));

        public override ReadOnlySpan<float> Weights => _weights.AsSpan(0, Rows.Length);

        public override void Choose(long number)
        {
            if (number % options.Interval == 0) Select();
            else _first = (_first + context.Options.BatchSize) % _kept.Length;
            for (int i = 0; i < Rows.Length; i++) _weights[i] = 1 + 0.01f * i;
        }

        public override void Save(BinaryWriter writer)
        {
            writer.Write(_first);
            foreach (int row in _kept) writer.Write(row);
        }

        public override void Load(BinaryReader reader)
        {
            _first = reader.ReadInt32();
            if (_first < 0 || _first >= _kept.Length) throw new FormatException($"found place {_first} of {_kept.Length}.");
            for (int i = 0; i < _kept.Length; i++) _kept[i] = reader.ReadInt32();
        }

        private void Select()
        {
            context.Forward(_all, new ForwardOutputs(_losses));
            context.Gradient(_all.AsSpan(0, 10), default, _gradient);
            context.HessianVectorProduct(_all.AsSpan(0, 10), default, _gradient, _product);
            int[] order = [.. _all.OrderByDescending(row => _losses[row]).ThenBy(row => row)];
            order.AsSpan(0, _kept.Length).CopyTo(_kept);
            _first = 0;
            context.CountSelection();
        }
    }
}
