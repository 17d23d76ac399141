using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Clustering;
using HpcCoreset.Evaluation;
using Xunit;

namespace HpcCoreset.Tests.Evaluation;

public sealed unsafe class CandidateCentresTests : IDisposable
{
    private const int Clusters = 4;
    private readonly float[] _values = [.. Enumerable.Range(0, 60).SelectMany(i => new[] { MathF.Cos(i), MathF.Sin(i) })];
    private readonly Lloyd _lloyd = new();

    [Fact]
    public void Held_out_seeds_are_no_rows_of_the_coreset_and_weights_stay_as_they_are()
    {
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => i == 50 ? 0 : 1.0 + i)];
        int[] picks = [.. Enumerable.Range(0, 53), 7, 7];
        Assert.Equal([53, 54, 55, 56, 57, 58, 59], Seen(picks, weights).Order().Distinct());
        Assert.Contains(Seen([.. Enumerable.Range(0, 60)], weights), row => row < 53); // nothing is left, so nothing is held out
    }

    [Fact]
    public void Every_kind_has_centres_of_length_one_under_cosine()
    {
        OnRows(Metric.Cosine, [], candidates =>
        {
            for (int candidate = 0; candidate < 27; candidate++)
            {
                int clusters = candidates.Propose(candidate, [0, 1, 2]);
                for (int c = 0; c < clusters; c++)
                    Assert.Equal(1, Math.Sqrt(Math.Pow(candidates.Centres[2 * c], 2) + Math.Pow(candidates.Centres[2 * c + 1], 2)), 1e-12);
            }
        });
    }

    [Fact]
    public void Later_rounds_have_other_centres_of_the_same_families()
    {
        OnRows(Metric.SquaredEuclidean, [], candidates =>
        {
            var seen = new HashSet<string>();
            for (int candidate = 0; candidate < 18; candidate++)
            {
                candidates.Propose(candidate, [0, 1, 2]);
                Assert.True(seen.Add(string.Join(' ', new Span<double>(candidates.Centres, 2 * Clusters).ToArray())));
                Assert.Equal(CandidateCentres.FamilyOf(candidate % 9), CandidateCentres.FamilyOf(candidate));
            }
            Assert.Equal(
                [(CandidateFamily.Coreset, 8), (CandidateFamily.HeldOut, 6), (CandidateFamily.Hull, 4)],
                Enumerable.Range(0, 18).GroupBy(CandidateCentres.FamilyOf).Select(family => (family.Key, family.Count())));
        });
    }

    /// <summary>The rows that candidates of the kind "not in the coreset" have as centres, over many rounds.</summary>
    private List<int> Seen(int[] picks, double[] weights)
    {
        var seen = new List<int>();
        OnRows(Metric.SquaredEuclidean, weights, candidates =>
        {
            for (int round = 0; round < 300; round++)
            {
                int clusters = candidates.Propose(9 * round + 7, picks);
                for (int c = 0; c < clusters; c++)
                    seen.Add(Enumerable.Range(0, 60).Single(i => _values[2 * i] == candidates.Centres[2 * c] && _values[2 * i + 1] == candidates.Centres[2 * c + 1]));
            }
        });
        return seen;
    }

    private void OnRows(Metric metric, double[] weights, Action<CandidateCentres> check)
    {
        using WeightedRows full = new(metric), sample = new(metric);
        fixed (float* first = _values)
        {
            full.Load(new RowSource(first, 60, 2, 2), weights, 1);
            sample.Load(new RowSource(first, 30, 2, 2), default, 1);
            var candidates = new CandidateCentres(new() { Clusters = Clusters, Metric = metric }, full, sample, _lloyd);
            candidates.Reserve(Clusters);
            _lloyd.Reserve(60, 2, Clusters, 1);
            check(candidates);
            if (weights.Length > 0) Assert.Equal(weights, new Span<double>(full.Weights, 60).ToArray());
        }
    }

    public void Dispose() => _lloyd.Dispose();
}
