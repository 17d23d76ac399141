using System;

namespace HpcCoreset.Submodular;

/// <summary>The best of several attempts at the picks of one run.</summary>
internal sealed class BestPicks
{
    private int[] _picks = [];
    private int _count;

    /// <summary>What the best picks so far are worth; 0 before any.</summary>
    public double Value { get; private set; }

    /// <summary>Forgets every attempt.</summary>
    public void Clear() => (_count, Value) = (0, 0);

    /// <summary>Keeps a run's picks if they are worth more than those so far.</summary>
    public void Offer(GreedyRun run)
    {
        if (run.Value <= Value) return;
        (_count, Value) = (run.Count, run.Value);
        if (_picks.Length < run.Options.Size) _picks = new int[run.Options.Size];
        run.Picks.CopyTo(_picks);
    }

    /// <summary>Makes the best picks the run's, unless they are or are worth no more than those.</summary>
    public void Settle(GreedyRun run)
    {
        if (Value <= run.Value) return;
        run.Restart();
        run.Pick(_picks.AsSpan(0, _count));
    }
}
