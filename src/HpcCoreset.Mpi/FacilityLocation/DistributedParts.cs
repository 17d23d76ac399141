using System;
using System.Runtime.InteropServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Mpi;

/// <summary>Facility location of parts of the rows of all ranks, each by itself: every rank takes a part after the other, its rows and weights.</summary>
/// <remarks>Which rank picks in which part changes nothing, so the picks are those of <see cref="FacilityLocationParts"/>.</remarks>
internal sealed unsafe class DistributedParts(Communicator communicator, RankRows rows) : ILocalGreedy, IDisposable
{
    private const int MostValues = 1 << 24; // that are brought together
    private const int WeightLength = sizeof(double) / sizeof(float); // weights go the way of rows, as two values each

    private readonly CandidateRows _values = new(communicator, rows);
    private readonly CandidateRows _weights = new(communicator, rows);
    private readonly PinnedBuffer<float> _ownValues = new();
    private readonly PinnedBuffer<double> _ownWeights = new();
    private readonly int[] _bytesOf = new int[communicator.Size];
    private int[] _picked = [];
    private FacilityLocationPart? _part;
    private FacilityLocationOptions _options = null!;
    private PointKernel _kernel = null!;
    private int _dimension;

    /// <summary>Takes up this rank's rows and their weights, which must stay pinned until <see cref="Release"/>.</summary>
    public void Load(FacilityLocationOptions options, PointKernel kernel, RowSource own, double* weights)
    {
        (_options, _kernel, _dimension) = (options, kernel, own.Dimension);
        _values.Load(own);
        _weights.Load(new RowSource((float*)weights, own.Count, WeightLength, WeightLength));
    }

    /// <summary>Lets go of the caller's rows.</summary>
    public void Release()
    {
        _values.Release();
        _weights.Release();
    }

    public void Dispose() => _part?.Dispose();

    /// <inheritdoc/>
    public long Pick(ReadOnlySpan<int> candidates, int parts, int size, Span<int> picks)
    {
        Span<long> evaluations = [0];
        for (int first = 0; first < parts; first += communicator.Size)
            evaluations[0] += PickTogether(candidates, parts, first, size, picks[(first * size)..]);
        communicator.AllReduce(evaluations, Reduction.Sum);
        return evaluations[0];
    }

    /// <summary>As many parts as there are ranks, from one on.</summary>
    private long PickTogether(ReadOnlySpan<int> candidates, int parts, int first, int size, Span<int> picks)
    {
        int together = Math.Min(communicator.Size, parts - first), mine = first + communicator.Rank;
        for (int part = first; part < first + together; part++) Bring(Numbers(candidates, part, parts), isMine: part == mine);
        if (_picked.Length < size) _picked = new int[size];
        Span<int> own = _picked.AsSpan(0, mine < parts ? size : 0);
        long evaluations = 0;
        if (mine < parts)
        {
            _part ??= new FacilityLocationPart();
            ReadOnlySpan<int> numbers = Numbers(candidates, mine, parts);
            evaluations = _part.Pick(
                _options, _kernel, new RowSource(_ownValues.Pointer, numbers.Length, _dimension, _dimension), _ownWeights.Span(numbers.Length), own, default);
            for (int i = 0; i < size; i++) own[i] = numbers[own[i]];
        }
        for (int rank = 0; rank < communicator.Size; rank++) _bytesOf[rank] = rank < together ? size * sizeof(int) : 0;
        communicator.AllGather(MemoryMarshal.AsBytes(own), MemoryMarshal.AsBytes(picks[..(together * size)]), _bytesOf);
        return evaluations;
    }

    /// <summary>Brings the rows of a part to every rank, one of which keeps them.</summary>
    private void Bring(ReadOnlySpan<int> numbers, bool isMine)
    {
        int together = Math.Max(1, MostValues / _dimension);
        int length = checked(numbers.Length * _dimension); // on every rank, so that none waits for the one it is too long for
        float* values = isMine ? _ownValues.Reserve(length) : null;
        double* weights = isMine ? _ownWeights.Reserve(numbers.Length) : null;
        for (int first = 0; first < numbers.Length; first += together)
        {
            ReadOnlySpan<int> some = numbers.Slice(first, Math.Min(together, numbers.Length - first));
            RowSource brought = _values.Gather(some), broughtWeights = _weights.Gather(some);
            if (!isMine) continue;
            Copy(brought, values + (nint)first * _dimension);
            Copy(broughtWeights, (float*)(weights + first));
        }
    }

    private static ReadOnlySpan<int> Numbers(ReadOnlySpan<int> candidates, int part, int parts) =>
        candidates[ILocalGreedy.PartStart(part, parts, candidates.Length)..ILocalGreedy.PartStart(part + 1, parts, candidates.Length)];

    private static void Copy(RowSource rows, float* target)
    {
        int length = rows.Count * rows.Dimension;
        new ReadOnlySpan<float>(rows.Row(0, null), length).CopyTo(new Span<float>(target, length));
    }
}
