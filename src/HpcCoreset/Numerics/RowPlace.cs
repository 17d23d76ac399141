namespace HpcCoreset.Numerics;

/// <summary>Where the rows here stand among those of all ranks.</summary>
/// <param name="Ranks">Who has rows.</param>
/// <param name="First">The number of the first row here among all rows.</param>
/// <param name="Count">Rows here.</param>
/// <param name="Total">Rows of all ranks.</param>
internal readonly record struct RowPlace(RankGroup Ranks, int First, int Count, int Total)
{
    /// <summary>Rows that are all there are.</summary>
    public static RowPlace Alone(int count) => new(RankGroup.Alone, 0, count, count);
}
