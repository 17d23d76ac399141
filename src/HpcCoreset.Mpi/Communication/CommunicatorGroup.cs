using System;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>What the library's algorithms ask of ranks, over a communicator.</summary>
internal sealed class CommunicatorGroup(Communicator communicator) : RankGroup
{
    public override int Rank => communicator.Rank;

    public override int Count => communicator.Size;

    public override PassLog Passes => Log;

    /// <summary>Where the passes of the selection at hand are kept.</summary>
    public PassLog Log { get; set; } = PassLog.None;

    public override void Receive(Span<double> values) => communicator.Receive(MemoryMarshal.AsBytes(values), Rank - 1);

    public override void Send(ReadOnlySpan<double> values) => communicator.Send(MemoryMarshal.AsBytes(values), Rank + 1);

    public override void Broadcast(Span<byte> values, int root)
    {
        if (Count > 1) communicator.Broadcast(values, root);
    }

    public override void Sum(Span<ulong> values)
    {
        if (Count > 1) communicator.AllReduce(values, Reduction.Sum);
    }

    public override void SumBefore(Span<ulong> values)
    {
        if (Count > 1) communicator.SumBefore(values);
        else values.Clear();
    }
}
