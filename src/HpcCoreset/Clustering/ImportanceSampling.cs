using System;
using HpcCoreset.Numerics;
using HpcCoreset.Sampling;

namespace HpcCoreset.Clustering;

/// <summary>The sampled coresets: scores by <see cref="ImportanceScores"/>, a sample by <see cref="StratifiedSampler"/>.</summary>
internal sealed unsafe class ImportanceSampling : IConstruction, IDisposable
{
    private const ulong SamplingStream = 1;
    private readonly ImportanceScores _scores = new();
    private readonly StratifiedSampler _sampler = new();
    private int _count;

    public bool MakesCentroids => false;

    public double Cost => _scores.Cost;

    public long Evaluations => _scores.Evaluations;

    /// <summary>Empty where rows were kept rather than drawn: these have no score.</summary>
    public ReadOnlySpan<double> Sensitivities => _scores.Kept.Length > 0 ? default : new(_scores.Scores, _count);

    public void Dispose() => _scores.Dispose();

    public void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result)
    {
        _scores.Build(rows, task);
        _count = rows.Count;
        int first = result.Count, size = task.Size - _scores.Kept.Length;
        var random = new Philox(task.Seed, SamplingStream);
        if (size > 0 && task.Options.WithReplacement)
            _sampler.SampleIndependently(_scores.Scores, rows.Weights, rows.Place, size, random, rows.Threads, result);
        else if (size > 0)
            _sampler.Sample(
                _scores.Scores, rows.Weights, _scores.Strata, _scores.StrataCount, _scores.Keys, rows.Place, size,
                task.Options.Calibrate, random, rows.Threads, result);
        MergeKept(result, first);
    }

    /// <summary>Puts the rows that are kept among those drawn, ascending, from the end on.</summary>
    private void MergeKept(CoresetBuffer result, int first)
    {
        int drawn = result.Count - 1, kept = _scores.Kept.Length - 1;
        for (int i = 0; i <= kept; i++) result.Add(0, 0, 1);
        for (int to = result.Count - 1; kept >= 0; to--)
            if (drawn >= first && result.Indices[drawn] > _scores.Kept[kept])
            {
                (result.Indices[to], result.Weights[to], result.Gains[to]) = (result.Indices[drawn], result.Weights[drawn], result.Gains[drawn]);
                drawn--;
            }
            else
            {
                (result.Indices[to], result.Weights[to], result.Gains[to]) = (_scores.Kept[kept], _scores.KeptWeights[kept], 1);
                kept--;
            }
    }
}
