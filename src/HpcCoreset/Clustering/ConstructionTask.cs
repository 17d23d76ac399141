using System;
using System.Threading;

namespace HpcCoreset.Clustering;

/// <summary>What a construction shall make of the rows of one class, or of all.</summary>
/// <param name="Options">The selector's options, checked; size and seed are those beside.</param>
/// <param name="Size">Number of picks, at least 1.</param>
/// <param name="Seed">Where all random numbers come from.</param>
/// <param name="Progress">Told the share of the work that is done, from 0 to 1.</param>
/// <param name="Cancellation">Looked at between two passes over the rows.</param>
internal readonly record struct ConstructionTask(
    ClusteringCoresetOptions Options, int Size, ulong Seed, IProgress<double>? Progress, CancellationToken Cancellation);
