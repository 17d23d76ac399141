namespace HpcCoreset.Tool.Scoring;

/// <summary>What the user asked for.</summary>
/// <param name="Coreset">A coreset file, or a file of normal rows.</param>
/// <param name="Rows">The rows that the coreset was picked from; nothing stands for the input.</param>
/// <param name="Options">How to score.</param>
internal sealed record ScoringRequest(string Coreset, string? Rows, AnomalyOptions Options);
