namespace HpcCoreset.Numerics;

/// <summary>Work that falls into numbered chunks, each of which writes memory of its own.</summary>
internal interface IChunkedWork
{
    /// <summary>Does chunk <paramref name="chunk"/>; called once for each, from any thread, in any order.</summary>
    void Execute(int chunk);
}
