using System;

namespace HpcCoreset.Numerics;

/// <summary>Which rank has which rows: they are numbered rank after rank, and each rank's begin with a chunk.</summary>
/// <param name="ranks">Who has rows.</param>
internal sealed class RowShards(RankGroup ranks)
{
    private readonly ulong[] _starts = new ulong[ranks.Count];

    /// <summary>Where the rows here stand among all.</summary>
    public RowPlace Place { get; private set; } = new(ranks, 0, 0, 0);

    /// <summary>Takes note of how many rows every rank has. Every rank calls it.</summary>
    /// <param name="count">Rows here.</param>
    public void Collect(int count)
    {
        ranks.Collect((ulong)count, _starts);
        ulong total = 0;
        for (int rank = 0; rank < ranks.Count; rank++) (_starts[rank], total) = (total, total + _starts[rank]);
        Place = new RowPlace(ranks, (int)_starts[ranks.Rank], count, checked((int)total));
        if (Place.First % Kernels.RowPanels.ChunkRows != 0 && count > 0)
            throw new InvalidOperationException($"The first row here is number {Place.First}, no multiple of {Kernels.RowPanels.ChunkRows}.");
    }

    /// <summary>The rank that has a row, by its number among all.</summary>
    public int OwnerOf(int row)
    {
        int owner = ranks.Count - 1;
        while (_starts[owner] > (ulong)row) owner--;
        return owner;
    }
}
