using System;
using System.Buffers;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>
/// SHA-256 of the rows of all ranks, in two levels: of every chunk, its values as float32 and then its weights, and of these. The same for
/// any number of threads.
/// </summary>
internal sealed unsafe class RowDigest : IChunkedWork
{
    private RowSource _rows;
    private double* _weights;
    private byte[] _digests = [];

    /// <summary>Computes it. O(rows * dimension). Every rank calls it.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="points">The rows of this one.</param>
    /// <param name="weights">Their weights, or none.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>In hexadecimal digits.</returns>
    public string Run(Communicator communicator, scoped Points points, scoped ReadOnlySpan<double> weights, int threads)
    {
        int chunks = RowPanels.ChunksOf(points.Count);
        _digests = new byte[chunks * SHA256.HashSizeInBytes];
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        fixed (double* firstWeight = weights)
        {
            _rows = points.Source(first, scales);
            _weights = firstWeight;
            WorkerTeam.Run(this, chunks, threads);
            _rows = default;
            _weights = null;
            GC.KeepAlive(points.Owner);
        }
        byte[] all = new byte[communicator.Size * SHA256.HashSizeInBytes];
        communicator.AllGather(SHA256.HashData(_digests), all, [.. Enumerable.Repeat(SHA256.HashSizeInBytes, communicator.Size)]);
        return Convert.ToHexStringLower(SHA256.HashData(all));
    }

    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * RowPanels.ChunkRows, count = Math.Min(RowPanels.ChunkRows, _rows.Count - first), dimension = _rows.Dimension;
        float[] block = ArrayPool<float>.Shared.Rent(checked((count + 1) * dimension)); // behind the rows one that is being decoded
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        fixed (float* values = block)
            for (int row = 0; row < count; row++)
                new ReadOnlySpan<float>(_rows.Row(first + row, values + (nint)count * dimension), dimension).CopyTo(block.AsSpan(row * dimension));
        hash.AppendData(MemoryMarshal.AsBytes(block.AsSpan(0, count * dimension)));
        if (_weights != null) hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(_weights + first, count)));
        hash.GetHashAndReset(_digests.AsSpan(chunk * SHA256.HashSizeInBytes));
        ArrayPool<float>.Shared.Return(block);
    }
}
