using System;
using HpcCoreset.Training;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>Another trainer's choices, with a count of how many, and how much weight, went to marked examples.</summary>
/// <param name="Inner">The other trainer.</param>
/// <param name="IsMarked">One flag per example.</param>
internal sealed record MarkedShareOptions(TrainerOptions Inner, bool[] IsMarked) : TrainerOptions
{
    /// <summary>Examples that were chosen.</summary>
    public long Chosen { get; private set; }

    /// <summary>Those of them that are marked.</summary>
    public long Marked { get; private set; }

    /// <summary>The weight of all that were chosen.</summary>
    public double Weight { get; private set; }

    /// <summary>That of the marked ones.</summary>
    public double MarkedWeight { get; private set; }

    public override Trainer Create(TrainingContext context) => new Counting(this, Inner.Create(context));

    private void Count(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            (Chosen, Weight) = (Chosen + 1, Weight + weight);
            if (IsMarked[rows[i]]) (Marked, MarkedWeight) = (Marked + 1, MarkedWeight + weight);
        }
    }

    private sealed class Counting(MarkedShareOptions options, Trainer inner) : Trainer
    {
        public override ReadOnlySpan<int> Rows => inner.Rows;

        public override ReadOnlySpan<float> Weights => inner.Weights;

        public override void Choose(long number)
        {
            inner.Choose(number);
            options.Count(Rows, Weights);
        }

        public override void Observe() => inner.Observe();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
