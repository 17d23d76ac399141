using System;
using System.Threading;

namespace HpcCoreset.Submodular;

/// <summary>
/// One greedy selection under way: the objective, what may still be picked, what every candidate is worth by itself, and the picks so far.
/// Optimizers ask it for gains and tell it their picks.
/// </summary>
internal sealed class GreedyRun
{
    private bool[] _open = [];
    private bool[] _allowed = [];
    private double[] _scores = [];
    private double[] _costs = [];
    private int[] _initial = [];
    private int _initialCount;
    private int _reported;
    private bool _scored;
    private int[] _batch = [];
    private double[] _batchBounds = [];
    private double _spent;
    private long _evaluations;
    private CoresetBuffer _coreset = null!;

    /// <summary>What is maximised; gains come from <see cref="Gain"/>, which adds the scores.</summary>
    public GreedyObjective Objective { get; private set; } = null!;

    /// <summary>What to do.</summary>
    public GreedyOptions Options { get; private set; } = null!;

    /// <summary>Ends the run.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Picks made so far.</summary>
    public int Count => _coreset.Count;

    /// <summary>Candidates in the set: picks and those to start from.</summary>
    public int SetSize { get; private set; }

    /// <summary>Candidates that may still be picked.</summary>
    public int OpenCount { get; private set; }

    /// <summary>Picks to make: all that are asked for, or an optimizer's first stage of them.</summary>
    public int Target { get; set; }

    /// <summary>Whether all picks are made, or none is left to make.</summary>
    public bool IsDone => Count >= Target || OpenCount == 0;

    /// <summary>The sum of the gains so far.</summary>
    public double Value { get; private set; }

    /// <summary>What the last pick was made by: its gain, or that per unit of cost; 0 if there is none.</summary>
    public double LastWorth { get; private set; }

    /// <summary>Whether gains are told per unit of cost.</summary>
    public bool IsByCost { get; set; }

    /// <summary>The picks so far.</summary>
    public ReadOnlySpan<int> Picks => _coreset.Indices.AsSpan(0, Count);

    /// <summary>Whether gains are right in themselves, also those over the empty set.</summary>
    public bool IsAbsolute { get; private set; }

    /// <summary>Whether an attempt is under way that may come to nothing, so that progress is not worth telling.</summary>
    public bool IsAttempt { get; set; }

    private bool HasBudget => Options.Budget > 0;

    /// <summary>How many candidates to ask about together.</summary>
    public int BatchCapacity => Options.BatchCapacity > 0 ? Math.Min(Options.BatchCapacity, Objective.BatchCapacity) : Objective.BatchCapacity;

    /// <summary>Starts a run with nothing picked.</summary>
    /// <param name="objective">What to maximise.</param>
    /// <param name="options">How, checked.</param>
    /// <param name="terms">What to start from.</param>
    /// <param name="coreset">Receives the picks; reset.</param>
    /// <param name="absolute">Whether the optimizer needs gains that are right in themselves.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ArgumentException">The terms do not go with the objective.</exception>
    public void Start(
        GreedyObjective objective, GreedyOptions options, scoped GreedyTerms terms, CoresetBuffer coreset, bool absolute, CancellationToken cancellation)
    {
        int count = objective.Count;
        (Objective, Options, _coreset, Cancellation, _initialCount) = (objective, options, coreset, cancellation, terms.Initial.Length);
        if (_open.Length < count) (_open, _allowed, _scores, _costs) = (new bool[count], new bool[count], new double[count], new double[count]);
        if (_initial.Length < _initialCount) _initial = new int[_initialCount];
        terms.Initial.CopyTo(_initial);
        Span<bool> allowed = _allowed.AsSpan(0, count);
        Close(terms.Initial, allowed, "Initial");
        if (!terms.Candidates.IsEmpty)
        {
            Close(terms.Candidates, allowed, "Candidates");
            for (int i = 0; i < count; i++) allowed[i] = !allowed[i];
            foreach (int candidate in terms.Initial) allowed[candidate] = false;
        }
        _scored = !terms.Scores.IsEmpty && options.ScoreWeight > 0;
        for (int i = 0; _scored && i < count; i++) _scores[i] = options.ScoreWeight * terms.Scores[i];
        if (HasBudget) terms.Costs.CopyTo(_costs);
        // With few candidates open after the first pick there is no renewing all bounds at once, so those before it must stay right.
        IsAbsolute = absolute || _scored || HasBudget || _initialCount > 0 || 2 * (allowed.Count(true) - 1) < count;
        (IsByCost, IsAttempt) = (false, false);
        objective.TakeEvaluations(); // of whoever ran before
        (_evaluations, _reported) = (0, 0);
        Restart();
    }

    /// <summary>Starts again with nothing picked.</summary>
    /// <param name="among">The candidates that may be picked, as far as the terms allow; all of these if it is empty.</param>
    public void Restart(ReadOnlySpan<int> among = default)
    {
        (_coreset.Count, SetSize, Value, LastWorth, _spent, Target) = (0, 0, 0, 0, 0, Options.Size);
        Span<bool> open = _open.AsSpan(0, Objective.Count);
        if (among.IsEmpty) _allowed.AsSpan(0, Objective.Count).CopyTo(open);
        else
        {
            open.Clear();
            foreach (int candidate in among) open[candidate] = _allowed[candidate];
        }
        _evaluations += Objective.TakeEvaluations();
        Objective.Reset(IsAbsolute);
        foreach (int candidate in _initial.AsSpan(0, _initialCount))
        {
            Objective.Add(candidate, -1, Objective.Gain(candidate));
            SetSize++;
        }
        OpenCount = open.Count(true);
        CloseUnaffordable();
    }

    private void CloseUnaffordable()
    {
        for (int i = 0; HasBudget && i < Objective.Count; i++)
        {
            if (!_open[i] || _spent + _costs[i] <= Options.Budget) continue;
            _open[i] = false;
            OpenCount--;
        }
    }

    /// <summary>Leaves open all but some, and refuses one that is named twice.</summary>
    private static void Close(ReadOnlySpan<int> some, Span<bool> open, string terms)
    {
        open.Fill(true);
        for (int j = 0; j < some.Length; j++)
        {
            if (!open[some[j]])
                throw new ArgumentException($"terms.{terms}: found candidate {some[j]} at position {j} a second time; allowed is each once.", nameof(terms));
            open[some[j]] = false;
        }
    }

    /// <summary>Whether a candidate may still be picked.</summary>
    public bool IsOpen(int candidate) => _open[candidate];

    /// <summary>bounds[j] = at least the gain of candidates[j].</summary>
    public void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        Cancellation.ThrowIfCancellationRequested();
        Objective.Bounds(candidates, bounds);
        for (int j = 0; j < candidates.Length; j++) bounds[j] = Worth(candidates[j], bounds[j]);
    }

    /// <summary>Bounds of all candidates at once, where the objective has a cheaper way than one by one and most are open.</summary>
    public bool BoundAll(Span<double> bounds)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (2 * OpenCount < Objective.Count || !Objective.BoundAll(bounds)) return false;
        for (int j = 0; j < bounds.Length; j++) bounds[j] = Worth(j, bounds[j]);
        return true;
    }

    /// <summary>Bounds of all open candidates, together or one batch after the other.</summary>
    public void BoundOpen(Span<double> bounds)
    {
        if (BoundAll(bounds)) return;
        if (_batch.Length < BatchCapacity) (_batch, _batchBounds) = (new int[BatchCapacity], new double[BatchCapacity]);
        for (int next = 0; next < bounds.Length;)
        {
            int count = 0;
            for (; next < bounds.Length && count < BatchCapacity; next++)
                if (IsOpen(next)) _batch[count++] = next;
            if (count == 0) return;
            Bounds(_batch.AsSpan(0, count), _batchBounds.AsSpan(0, count));
            for (int j = 0; j < count; j++) bounds[_batch[j]] = _batchBounds[j];
        }
    }

    /// <summary>The gain of a candidate, its score included; per unit of cost if that is what the run is about.</summary>
    public double Gain(int candidate)
    {
        Cancellation.ThrowIfCancellationRequested();
        return Worth(candidate, Objective.Gain(candidate));
    }

    /// <summary>Picks a candidate.</summary>
    /// <param name="candidate">An open candidate.</param>
    /// <param name="gain">What <see cref="Gain"/> gave.</param>
    public void Pick(int candidate, double gain)
    {
        LastWorth = gain;
        if (IsByCost) gain = Scored(candidate, Objective.Gain(candidate)); // not multiplied by the cost again, which would round
        gain = Objective.Add(candidate, _coreset.Count, gain);
        _coreset.Add(candidate, 0, gain);
        Value += gain;
        _open[candidate] = false;
        OpenCount--;
        SetSize++;
        if (HasBudget) _spent += _costs[candidate];
        CloseUnaffordable();
        if (IsAttempt || _coreset.Count <= _reported) return; // a second run makes the first picks again
        _reported = _coreset.Count;
        Options.Progress?.Report(_reported);
    }

    /// <summary>Makes picks that are known, in their order, leaving out those that are not affordable.</summary>
    public void Pick(ReadOnlySpan<int> picks)
    {
        foreach (int candidate in picks)
        {
            if (IsDone) return;
            if (!IsOpen(candidate)) continue;
            double gain = Gain(candidate);
            Objective.Keep();
            Pick(candidate, gain);
        }
    }

    /// <summary>Counts gains and bounds that others have computed for it.</summary>
    public void CountEvaluations(long evaluations) => _evaluations += evaluations;

    /// <summary>Fills in what the picks stand for and what the run did.</summary>
    public void Finish()
    {
        Objective.Describe(_coreset);
        _coreset.Report = new SelectionReport(Objective.Value(Value), _coreset.Mass, _evaluations + Objective.TakeEvaluations(), Objective.Kernel);
    }

    private double Worth(int candidate, double gain) => IsByCost ? Scored(candidate, gain) / _costs[candidate] : Scored(candidate, gain);

    private double Scored(int candidate, double gain) => _scored ? gain + _scores[candidate] : gain;
}
