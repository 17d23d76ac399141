using System.Collections.Generic;

namespace HpcCoreset;

/// <summary>The size that a <see cref="SizeSearch"/> has found.</summary>
/// <param name="Size">The size; the number of all rows if nothing smaller is within the target.</param>
/// <param name="Trials">The sizes tried, in the order tried; that of all rows is not tried.</param>
public sealed record SizeChoice(int Size, IReadOnlyList<SizeTrial> Trials);
