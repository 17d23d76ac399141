using System;

namespace HpcCoreset.Tool.Selection;

/// <summary>A coreset, and what it took to make it.</summary>
/// <param name="Coreset">The coreset.</param>
/// <param name="Elapsed">Time in the selector.</param>
/// <param name="AllocatedBytes">Managed bytes that all threads allocated meanwhile.</param>
internal sealed record SelectionOutcome(CoresetSnapshot Coreset, TimeSpan Elapsed, long AllocatedBytes);
