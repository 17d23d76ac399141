using System;

namespace HpcCoreset.Submodular;

/// <summary>An objective of the caller's own, as the optimizers see it.</summary>
internal sealed class OwnObjective<TObjective> : GreedyObjective
    where TObjective : ISubmodularObjective
{
    private TObjective _objective = default!;

    public override int Count => _objective.Count;

    public override bool IsMonotone => _objective.IsMonotone;

    public override bool IsSubmodular => _objective.IsSubmodular;

    public void Take(TObjective objective) => _objective = objective;

    public TObjective Release()
    {
        TObjective objective = _objective;
        _objective = default!;
        return objective;
    }

    public override void Reset(bool absolute) => _objective.Reset();

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        for (int j = 0; j < candidates.Length; j++) bounds[j] = Gain(candidates[j]);
    }

    public override double Gain(int candidate)
    {
        Evaluations++;
        double gain = _objective.Gain(candidate);
        return double.IsNaN(gain)
            ? throw new InvalidOperationException($"objective: found a gain of NaN for candidate {candidate}; allowed are numbers.")
            : gain;
    }

    public override double Add(int candidate, int position, double gain)
    {
        _objective.Add(candidate);
        return gain;
    }
}
