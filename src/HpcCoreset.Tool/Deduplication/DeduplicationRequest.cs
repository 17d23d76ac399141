namespace HpcCoreset.Tool.Deduplication;

/// <summary>What the user asked for.</summary>
/// <param name="Options">How to look for duplicates.</param>
/// <param name="Prototypes">Share of the rows without duplicates to keep, the least typical ones; nothing stands for all.</param>
/// <param name="WithPairs">Whether every pair is wanted.</param>
internal sealed record DeduplicationRequest(DuplicateOptions Options, double? Prototypes, bool WithPairs);
