using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>What a pass over all pairs leaves behind for <see cref="FarthestPair"/>: the lowest similarity of every block of rows and panel of candidates.</summary>
internal sealed unsafe class LowestSimilarities
{
    private readonly PinnedBuffer<float> _values = new();
    private int _panels;

    /// <summary>Blocks of rows.</summary>
    public int Blocks { get; private set; }

    /// <summary>Panels of rows in a block.</summary>
    public int BlockPanels { get; private set; }

    /// <summary>At most the lowest similarity between the rows of a block and the candidates of a panel; infinite where there are none.</summary>
    public ref float this[int block, int panel] => ref _values.Pointer[(nint)block * _panels + panel];

    /// <summary>Makes room; allocates when it outgrows every earlier size.</summary>
    public void Reserve(int blocks, int blockPanels, int candidatePanels)
    {
        (Blocks, BlockPanels, _panels) = (blocks, blockPanels, candidatePanels);
        _values.Reserve(checked(blocks * candidatePanels));
    }
}
