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

    public bool MakesCentroids => false;

    public double Cost => _scores.Cost;

    public long Evaluations => _scores.Evaluations;

    public void Dispose() => _scores.Dispose();

    public void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result)
    {
        _scores.Build(rows, task);
        var random = new Philox(task.Seed, SamplingStream);
        if (task.Options.WithReplacement)
            _sampler.SampleIndependently(_scores.Scores, rows.Weights, rows.Count, task.Size, random, rows.Threads, result);
        else
            _sampler.Sample(
                _scores.Scores, rows.Weights, _scores.Strata, _scores.StrataCount, _scores.Keys, rows.Count, task.Size,
                task.Options.Calibrate, random, rows.Threads, result);
    }
}
