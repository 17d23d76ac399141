using System;

namespace HpcCoreset;

/// <summary>What a <see cref="SizeSearch"/> shall look for.</summary>
public sealed record SizeSearchOptions
{
    /// <summary>The target: a measured distortion of at most 1 + this. At least 0 and finite; 0 asks for all rows.</summary>
    public required double Epsilon { get; init; }

    /// <summary>
    /// How coresets are made. Its <see cref="ClusteringCoresetOptions.Size"/> is the smallest that is tried; its
    /// <see cref="ClusteringCoresetOptions.Clusters"/> is also the k that they are judged by, its
    /// <see cref="ClusteringCoresetOptions.Threads"/> also how many threads judge. Its progress is not told.
    /// </summary>
    public required ClusteringCoresetOptions Coreset { get; init; }

    /// <summary>
    /// How far above the largest size that was seen to fail the size found may lie, as a share of itself: above 0, below 1; default 0.05.
    /// </summary>
    public double Resolution { get; init; } = 0.05;

    /// <summary>
    /// Coresets that are made and judged of every size, at least 1, with the seed of <see cref="Coreset"/> and those that follow. Default 3.
    /// </summary>
    public int Repetitions { get; init; } = 3;

    /// <summary>Candidate solutions that every coreset is tried on, as of <see cref="EvaluationOptions.Candidates"/>. Default 9, one of each kind.</summary>
    public int Candidates { get; init; } = 9;

    /// <summary>Told every size tried, in the order tried.</summary>
    public IProgress<SizeTrial>? Progress { get; init; }
}
