using System;
using System.Runtime.InteropServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Mpi;

/// <summary>This rank's rows, what is covered of them, and the candidates that they are compared with: rows of any ranks, or these.</summary>
/// <remarks>Rows of all ranks are packed to one origin, so that twice the largest norm of any is beyond every distance.</remarks>
internal sealed unsafe class ComparedRows(Communicator communicator, RankRows rows) : IDisposable
{
    private readonly PackedCandidates _anchor = new();
    private readonly PackedCandidates _packedCandidates = new();
    private readonly ExactSimilarity _exactCandidates = new();
    private readonly CandidateRows _brought = new(communicator, rows);
    private readonly PinnedBuffer<float> _means = new();
    private readonly PinnedBuffer<double> _mean = new();
    private readonly int[] _bytesOf = new int[communicator.Size];
    private RowSource _own;

    /// <summary>The rows and candidates as the passes want them.</summary>
    public PackedCandidates Packed { get; } = new();

    /// <summary>The rows and candidates as they are.</summary>
    public ExactSimilarity Exact { get; } = new();

    /// <summary>What is covered of the rows.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>No similarity is remembered.</summary>
    public SimilarityCache Cache { get; } = new();

    /// <summary>What is computed.</summary>
    public SimilarityForm Form { get; private set; }

    /// <summary>Number of rows.</summary>
    public int Count => _own.Count;

    /// <summary>Values per row.</summary>
    public int Dimension => _own.Dimension;

    /// <summary>Whether these rows add to any gain.</summary>
    public bool HaveWeight => Count > 0 && Coverage.TotalWeight > 0;

    /// <summary>Threads to use.</summary>
    public int Threads { get; private set; }

    /// <summary>At least the (squared) distance of any pair of rows of all ranks.</summary>
    public double Farthest { get; private set; }

    /// <summary>Takes up this rank's rows, which must stay pinned until <see cref="Release"/>. Every rank calls it.</summary>
    public void Load(FacilityLocationOptions options, PointKernel kernel, RowSource own, ReadOnlySpan<double> weights)
    {
        (_own, Threads) = (own, options.Threads);
        Form = new SimilarityForm(options.Similarity, own.Dimension, options.Gamma);
        _brought.Load(own);
        if (Count > 0) Exact.Load(Form, own);
        if (Form.IsCentred) PackToOneOrigin(kernel);
        else if (Count > 0) Packed.Load(Form, kernel, own, Threads);
        Coverage.Load(Form, Count, Count > 0 ? Packed.Rows.PaddedCount : 0, weights);
        Span<double> squared = [Count > 0 ? 4.004 * Packed.LargestSquaredNorm : 0];
        communicator.AllReduce(squared, Reduction.Max);
        Farthest = options.Similarity == Similarity.MaxSquaredEuclidean ? squared[0] : Math.Sqrt(squared[0]);
    }

    /// <summary>Lets go of the caller's rows.</summary>
    public void Release()
    {
        Exact.Release();
        _exactCandidates.Release();
        _brought.Release();
        _own = default;
    }

    public void Dispose()
    {
        _anchor.Dispose();
        Packed.Dispose();
        _packedCandidates.Dispose();
    }

    /// <summary>Makes rows of any ranks the candidates. Every rank calls it.</summary>
    /// <param name="numbers">Their numbers, counted rank after rank; the same on every rank.</param>
    public void Bring(ReadOnlySpan<int> numbers) => Take(_brought.Gather(numbers));

    /// <summary>Brings rows of any ranks here, for <see cref="Take"/>. Every rank calls it.</summary>
    public RowSource Gather(ReadOnlySpan<int> numbers) => _brought.Gather(numbers);

    /// <summary>Makes rows that were brought the candidates.</summary>
    public void Take(RowSource candidates)
    {
        if (Count == 0) return;
        Packed.LoadCandidates(_packedCandidates, candidates, Threads);
        Exact.LoadCandidates(_exactCandidates, candidates);
        Cache.Reset(Packed, 0, Farthest, Threads, default);
    }

    /// <summary>Makes these rows themselves the candidates.</summary>
    public void TakeOwn()
    {
        (Packed.Candidates, Exact.Candidates) = (Packed, Exact);
        Cache.Reset(Packed, 0, Farthest, Threads, default);
    }

    /// <summary>Packs the rows to the mean of the ranks' means, which need not be exact but has to be the same.</summary>
    private void PackToOneOrigin(PointKernel kernel)
    {
        int ranks = 0;
        for (int rank = 0; rank < _bytesOf.Length; rank++)
        {
            _bytesOf[rank] = rows.Start(rank + 1) > rows.Start(rank) ? Dimension * sizeof(float) : 0;
            if (_bytesOf[rank] > 0) ranks++;
        }
        double* mean = _mean.Reserve(Dimension);
        _mean.Span(Dimension).Clear();
        for (int i = 0; i < Count; i++) RowArithmetic.Accumulate(Exact.Row(i), 1.0 / Count, mean, Dimension);
        float* means = _means.Reserve(checked((1 + ranks) * Dimension)); // this rank's, and then all
        for (int t = 0; t < Dimension; t++) means[t] = (float)mean[t];
        Span<byte> bytes = MemoryMarshal.AsBytes(_means.Span((1 + ranks) * Dimension));
        int length = Dimension * sizeof(float);
        communicator.AllGather(bytes[..(Count > 0 ? length : 0)], bytes[length..], _bytesOf);
        _anchor.Load(Form, kernel, new RowSource(means + Dimension, ranks, Dimension, Dimension), 1);
        if (Count > 0) _anchor.LoadCandidates(Packed, _own, Threads);
    }
}
