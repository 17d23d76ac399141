using System;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>Rows of any ranks, brought to all of them as float32, where each compares them with its own.</summary>
/// <param name="communicator">The ranks.</param>
/// <param name="rows">Which rank has which rows.</param>
internal sealed unsafe class CandidateRows(Communicator communicator, RankRows rows)
{
    private readonly PinnedBuffer<float> _sent = new();
    private readonly PinnedBuffer<float> _received = new();
    private readonly PinnedBuffer<float> _ordered = new();
    private readonly int[] _bytesOf = new int[communicator.Size];
    private readonly int[] _next = new int[communicator.Size]; // where a rank's next row was received
    private RowSource _own;

    /// <summary>Takes up this rank's rows, which must stay pinned until <see cref="Release"/>.</summary>
    public void Load(RowSource own) => _own = own;

    /// <summary>Lets go of the caller's rows.</summary>
    public void Release() => _own = default;

    /// <summary>Which rank has a row.</summary>
    public int OwnerOf(int row)
    {
        int owner = 0;
        while (rows.Start(owner + 1) <= row) owner++;
        return owner;
    }

    /// <summary>Brings rows to every rank, which all ask for the same ones. O(their values).</summary>
    /// <param name="numbers">Numbers of rows, counted rank after rank.</param>
    /// <returns>The rows in that order, until the next call.</returns>
    public RowSource Gather(ReadOnlySpan<int> numbers)
    {
        int dimension = _own.Dimension, length = checked(numbers.Length * dimension), mine = 0, first = rows.Start(communicator.Rank);
        Span<float> sent = Room(_sent, length), received = Room(_received, length), ordered = Room(_ordered, length);
        Array.Clear(_bytesOf);
        foreach (int number in numbers)
        {
            int owner = OwnerOf(number);
            _bytesOf[owner] += dimension * sizeof(float);
            if (owner == communicator.Rank) _own.Decode(number - first, 0, dimension, _sent.Pointer + (nint)mine++ * dimension);
        }
        if (communicator.Size == 1) return new RowSource(_sent.Pointer, numbers.Length, dimension, dimension);
        communicator.AllGather(MemoryMarshal.AsBytes(sent[..(mine * dimension)]), MemoryMarshal.AsBytes(received), _bytesOf);
        for (int rank = 0, at = 0; rank < _next.Length; at += _bytesOf[rank++] / sizeof(float)) _next[rank] = at;
        for (int j = 0; j < numbers.Length; j++)
        {
            int owner = OwnerOf(numbers[j]);
            received.Slice(_next[owner], dimension).CopyTo(ordered[(j * dimension)..]);
            _next[owner] += dimension;
        }
        return new RowSource(_ordered.Pointer, numbers.Length, dimension, dimension);
    }

    private static Span<float> Room(PinnedBuffer<float> buffer, int length)
    {
        buffer.Reserve(length);
        return buffer.Span(length);
    }
}
