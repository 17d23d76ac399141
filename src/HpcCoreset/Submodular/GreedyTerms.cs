using System;

namespace HpcCoreset;

/// <summary>What a selection starts from and which candidates it may pick. The default leaves everything open.</summary>
public readonly ref struct GreedyTerms
{
    /// <summary>
    /// Candidates that count as picked already, each once; empty for none. They are not part of the result, and what they cover no pick
    /// gets weight for.
    /// </summary>
    public ReadOnlySpan<int> Initial { get; init; }

    /// <summary>The candidates that may be picked, each once; empty for all.</summary>
    public ReadOnlySpan<int> Candidates { get; init; }

    /// <summary>
    /// How good each candidate is by itself, finite and at least 0; empty for 0 each. <see cref="GreedyOptions.ScoreWeight"/> times the
    /// score is added to its gain: a modular term of the objective.
    /// </summary>
    public ReadOnlySpan<double> Scores { get; init; }

    /// <summary>
    /// What each candidate costs, finite and above 0, where <see cref="GreedyOptions.Budget"/> limits the sum over the picks; else empty.
    /// </summary>
    public ReadOnlySpan<double> Costs { get; init; }

    /// <summary>Whether everything is open.</summary>
    internal bool IsDefault => Initial.IsEmpty && Candidates.IsEmpty && Scores.IsEmpty && Costs.IsEmpty;

    /// <summary>Refuses terms that do not go with the candidates.</summary>
    /// <param name="options">How many picks are asked for.</param>
    /// <param name="count">Number of candidates.</param>
    /// <param name="argument">Who has them, for messages.</param>
    /// <exception cref="ArgumentException">They do not; the message says where.</exception>
    internal void Check(GreedyOptions options, int count, string argument)
    {
        CheckIndices(Initial, count, "terms.Initial");
        CheckIndices(Candidates, count, "terms.Candidates");
        RowValidation.CheckScores(count, Scores, "terms.Scores");
        CheckCosts(options.Budget, count, Costs, "terms.Costs");
        int open = (Candidates.IsEmpty ? count : Candidates.Length) - (Candidates.IsEmpty ? Initial.Length : 0);
        if (options.Size > open && !Candidates.IsEmpty)
            throw new ArgumentException($"terms.Candidates: found {open} candidates; options.Size asks for {options.Size} of them.", nameof(options));
        if (options.Size > open)
            throw new ArgumentException($"{argument}: found {open} rows; options.Size asks for {options.Size} of them.", argument);
    }

    private const double LeastCost = 1e-30;

    private static void CheckCosts(double budget, int count, ReadOnlySpan<double> costs, string argument)
    {
        int expected = budget > 0 ? count : 0;
        if (costs.Length != expected)
            throw new ArgumentException(
                FormattableString.Invariant($"{argument}: found {costs.Length} costs; allowed under options.Budget {budget} are {expected}."), argument);
        for (int i = 0; i < costs.Length; i++)
            if (!(costs[i] > 0 && double.IsFinite(costs[i])))
                throw new ArgumentException(
                    FormattableString.Invariant($"{argument}: found {costs[i]} for candidate {i}; allowed are finite values above 0."), argument);
            else if (costs[i] < LeastCost)
                throw new ArgumentException(
                    FormattableString.Invariant($"{argument}: found {costs[i]} for candidate {i}; allowed are values from {LeastCost} on, over which gains stay finite."), argument);
    }

    private static void CheckIndices(ReadOnlySpan<int> indices, int count, string argument)
    {
        for (int j = 0; j < indices.Length; j++)
            if ((uint)indices[j] >= (uint)count)
                throw new ArgumentException($"{argument}: found {indices[j]} at position {j}; allowed are 0 to {count - 1}.", argument);
    }
}
