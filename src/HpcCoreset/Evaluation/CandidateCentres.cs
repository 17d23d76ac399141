using System;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset.Evaluation;

/// <summary>
/// The sets of centres that a coreset is tried on. The worst one is hard to find, so a handful of telling ones stand in for it
/// (Schwiegelshohn, Sheikh-Omar, ESA 2022, and more): solutions drawn from the coreset and solutions that it has not seen.
/// </summary>
/// <param name="options">How many centres, and the seed.</param>
/// <param name="full">All rows.</param>
/// <param name="sample">The coreset.</param>
/// <param name="lloyd">Whose workspace is used.</param>
internal sealed unsafe class CandidateCentres(EvaluationOptions options, WeightedRows full, WeightedRows sample, Lloyd lloyd)
{
    /// <summary>Number of families.</summary>
    public const int Families = 3;

    private const int CoresetSteps = 5;
    private const int FullSteps = 2;
    private const double Mix = 0.3;

    // Streams of random numbers of a round.
    private const int FullSeeding = 3; // those before are the seedings of the coreset
    private const int HeldOutSeeding = 4;
    private const int Mixing = 5;

    private static readonly CandidateFamily[] s_kinds =
    [
        CandidateFamily.Coreset, CandidateFamily.Coreset, CandidateFamily.Coreset, CandidateFamily.HeldOut, CandidateFamily.Coreset,
        CandidateFamily.Hull, CandidateFamily.HeldOut, CandidateFamily.HeldOut, CandidateFamily.Hull,
    ];

    private readonly KMeansPlusPlus _seeding = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly PinnedBuffer<double> _others = new();
    private readonly PinnedBuffer<double> _kept = new();

    /// <summary>The centres of the last candidate, row-major.</summary>
    public double* Centres => _centres.Pointer;

    /// <summary>The family of a candidate.</summary>
    public static CandidateFamily FamilyOf(int candidate) => s_kinds[candidate % s_kinds.Length];

    /// <summary>Makes room for candidates of up to <paramref name="clusters"/> centres.</summary>
    public void Reserve(int clusters)
    {
        _centres.Reserve(checked(clusters * full.Dimension));
        _others.Reserve(checked(clusters * full.Dimension));
    }

    /// <summary>Puts a candidate into <see cref="Centres"/>.</summary>
    /// <param name="candidate">Its number; kinds go round.</param>
    /// <param name="picks">The rows that are in the coreset, which some candidates stay away from.</param>
    /// <returns>Its number of centres.</returns>
    public int Propose(int candidate, scoped ReadOnlySpan<int> picks)
    {
        int round = candidate / s_kinds.Length, clusters;
        switch (candidate % s_kinds.Length)
        {
            case 3:
                return Seed(full, round, FullSeeding, _centres);
            case 4:
                clusters = Seed(sample, round, 0, _centres);
                lloyd.Run(sample, Centres, clusters, CoresetSteps, 0);
                return clusters;
            case 5:
                clusters = Math.Min(Seed(sample, round, 0, _centres), Seed(sample, round, 1, _others));
                for (int c = 0; c < clusters; c++) MoveTowardsOther(c, Mix);
                return clusters;
            case 6:
                clusters = Seed(full, round, FullSeeding, _centres);
                lloyd.Run(full, Centres, clusters, FullSteps, 0);
                return clusters;
            case 7:
                return SeedOutside(picks, round);
            case 8:
                var random = new Philox(options.Seed, Stream(round, Mixing));
                clusters = Math.Min(Seed(full, round, FullSeeding, _centres), Seed(sample, round, 2, _others));
                for (int c = 0; c < clusters; c++) MoveTowardsOther(c, random.Double((ulong)c));
                return clusters;
            case int seeding:
                return Seed(sample, round, seeding, _centres);
        }
    }

    /// <summary>Puts the caller's centres into <see cref="Centres"/>, of unit length under cosine.</summary>
    /// <returns>Their number.</returns>
    public int Take(scoped ReadOnlySpan<float> own)
    {
        double* centres = _centres.Reserve(own.Length);
        for (int i = 0; i < own.Length; i++) centres[i] = own[i];
        for (int i = 0; i < own.Length; i += full.Dimension) Normalise(centres + i);
        return own.Length / full.Dimension;
    }

    private static ulong Stream(int round, int part) => (ulong)round * (ulong)s_kinds.Length + (ulong)part;

    private int Seed(WeightedRows rows, int round, int seeding, PinnedBuffer<double> target)
    {
        _seeding.Run(rows, Math.Min(options.Clusters, rows.TotalCount), new Philox(options.Seed, Stream(round, seeding)));
        double* centres = target.Reserve(checked(_seeding.Count * rows.Dimension));
        for (int c = 0; c < _seeding.Count; c++) rows.CopyTo(_seeding.Seeds[c], centres + (nint)c * rows.Dimension);
        return _seeding.Count;
    }

    /// <summary>Seeds among the rows that the coreset lacks; among all if it lacks none.</summary>
    private int SeedOutside(scoped ReadOnlySpan<int> picks, int round)
    {
        double* kept = _kept.Reserve(picks.Length);
        for (int i = 0; i < picks.Length; i++)
            if (IsHere(picks[i], out int row)) (kept[i], full.Weights[row]) = (full.Weights[row], 0);
        int clusters = full.AddUpWeights() > 0 ? Seed(full, round, HeldOutSeeding, _centres) : 0;
        // Backwards, so that of a pick that stands there twice its weight comes last, and not the 0 that was found later.
        for (int i = picks.Length - 1; i >= 0; i--)
            if (IsHere(picks[i], out int row)) full.Weights[row] = kept[i];
        return clusters > 0 ? clusters : Seed(full, round, HeldOutSeeding, _centres);
    }

    private bool IsHere(int pick, out int row)
    {
        row = pick - full.FirstRow;
        return row >= 0 && row < full.Count;
    }

    /// <summary>A centre becomes share * itself + (1 - share) * the other.</summary>
    private void MoveTowardsOther(int centre, double share)
    {
        double* values = Centres + (nint)centre * full.Dimension, others = _others.Pointer + (nint)centre * full.Dimension;
        for (int t = 0; t < full.Dimension; t++) values[t] = share * values[t] + (1 - share) * others[t];
        Normalise(values);
    }

    /// <summary>Under cosine a centre is a direction. What lies between two opposite ones is none, and stays the origin, at distance 1/2 to all.</summary>
    private void Normalise(double* centre)
    {
        if (!full.IsSpherical) return;
        double length = Math.Sqrt(RowArithmetic.Dot(centre, centre, full.Dimension));
        if (length > 0)
            for (int t = 0; t < full.Dimension; t++) centre[t] /= length;
    }
}
