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
    private double[] _scores = [];
    private bool _scored;
    private CoresetBuffer _coreset = null!;
    private double _value;

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

    /// <summary>Whether all picks are made, or none is left to make.</summary>
    public bool IsDone => Count == Options.Size || OpenCount == 0;

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
        (Objective, Options, _coreset, Cancellation, SetSize, _value) = (objective, options, coreset, cancellation, 0, 0);
        if (_open.Length < count) (_open, _scores) = (new bool[count], new double[count]);
        Span<bool> open = _open.AsSpan(0, count);
        Close(terms.Initial, open);
        if (!terms.Candidates.IsEmpty)
        {
            open.Clear();
            foreach (int candidate in terms.Candidates) open[candidate] = true;
            foreach (int candidate in terms.Initial) open[candidate] = false;
        }
        OpenCount = open.Count(true);
        _scored = !terms.Scores.IsEmpty && options.ScoreWeight > 0;
        for (int i = 0; _scored && i < count; i++) _scores[i] = options.ScoreWeight * terms.Scores[i];
        objective.Reset(absolute || _scored || !terms.Initial.IsEmpty);
        foreach (int candidate in terms.Initial)
        {
            objective.Add(candidate, -1, objective.Gain(candidate));
            SetSize++;
        }
    }

    /// <summary>Refuses a candidate to start from that is named twice, before anything is done.</summary>
    private static void Close(ReadOnlySpan<int> initial, Span<bool> open)
    {
        open.Fill(true);
        for (int j = 0; j < initial.Length; j++)
        {
            if (!open[initial[j]])
                throw new ArgumentException($"terms.Initial: found candidate {initial[j]} at position {j} a second time; allowed is each once.", nameof(initial));
            open[initial[j]] = false;
        }
    }

    /// <summary>Whether a candidate may still be picked.</summary>
    public bool IsOpen(int candidate) => _open[candidate];

    /// <summary>bounds[j] = at least the gain of candidates[j].</summary>
    public void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        Cancellation.ThrowIfCancellationRequested();
        Objective.Bounds(candidates, bounds);
        for (int j = 0; _scored && j < candidates.Length; j++) bounds[j] += _scores[candidates[j]];
    }

    /// <summary>Bounds of all candidates at once, where the objective has a cheaper way than one by one and most are open.</summary>
    public bool BoundAll(Span<double> bounds)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (2 * OpenCount < Objective.Count || !Objective.BoundAll(bounds)) return false;
        for (int j = 0; _scored && j < bounds.Length; j++) bounds[j] += _scores[j];
        return true;
    }

    /// <summary>The gain of a candidate, its score included.</summary>
    public double Gain(int candidate)
    {
        Cancellation.ThrowIfCancellationRequested();
        double gain = Objective.Gain(candidate);
        return _scored ? gain + _scores[candidate] : gain;
    }

    /// <summary>Picks a candidate.</summary>
    /// <param name="candidate">An open candidate.</param>
    /// <param name="gain">What <see cref="Gain"/> gave.</param>
    public void Pick(int candidate, double gain)
    {
        gain = Objective.Add(candidate, _coreset.Count, gain);
        _coreset.Add(candidate, 0, gain);
        _value += gain;
        _open[candidate] = false;
        OpenCount--;
        SetSize++;
        Options.Progress?.Report(_coreset.Count);
    }

    /// <summary>Fills in what the picks stand for and what the run did.</summary>
    public void Finish()
    {
        Objective.Describe(_coreset);
        _coreset.Report = new SelectionReport(_value, _coreset.Mass, Objective.Evaluations, Objective.Kernel);
    }
}
