using System;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Mpi;

/// <summary>
/// The processes that <c>mpirun</c> started. The library is found at run time: that of the launcher, Open MPI 4 or MPICH 4; started by
/// hand, a process is the only rank.
/// </summary>
/// <remarks>Collectives allocate nothing; buffers are pinned for a call. Of more than 2^30 bytes they are several calls of MPI.</remarks>
public sealed unsafe class MpiCommunicator : Communicator
{
    /// <summary>Bytes that one call of MPI, which counts in 32 bits, is given at most.</summary>
    private const int MostBytes = 1 << 30;

    private readonly MpiLibrary _library;
    private readonly int[] _starts;

    private MpiCommunicator(MpiLibrary library)
    {
        _library = library;
        (Rank, Size) = (library.Rank(), library.Size());
        _starts = new int[Size];
    }

    /// <summary>The rank that a launcher gave this process, known before MPI is started; null if no launcher started it.</summary>
    public static int? LaunchedRank =>
        MpiImplementation.OfLauncher is { } launcher && int.TryParse(Environment.GetEnvironmentVariable(launcher.RankVariable), out int rank) ? rank : null;

    /// <summary>Which library serves: <c>Open MPI</c> or <c>MPICH</c>.</summary>
    public string Library => _library.Implementation.Name;

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>Starts MPI, once in a process, for calls from this thread.</summary>
    /// <exception cref="MpiException">There is no MPI, which the message says how to install; or it does not start.</exception>
    public static MpiCommunicator Start()
    {
        MpiLibrary library = MpiLibrary.Load();
        library.Start();
        return new MpiCommunicator(library);
    }

    /// <inheritdoc/>
    public override void Abort(int code) => _library.Abort(code);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _library.End();
    }

    private protected override void BarrierCore() => _library.Barrier();

    private protected override void BroadcastCore(Span<byte> values, int root)
    {
        fixed (byte* first = values)
            for (int at = 0; at < values.Length; at += Math.Min(MostBytes, values.Length - at))
                _library.Broadcast(first + at, Math.Min(MostBytes, values.Length - at), root);
    }

    private protected override void AllReduceCore<T>(Span<T> values, Reduction reduction)
    {
        nint type = typeof(T) == typeof(double) ? _library.Double : typeof(T) == typeof(long) ? _library.Int64 : _library.UInt64;
        nint operation = reduction switch { Reduction.Min => _library.Min, Reduction.Max => _library.Max, _ => _library.Sum };
        int most = MostBytes / Unsafe.SizeOf<T>();
        fixed (T* first = values)
            for (int at = 0; at < values.Length; at += Math.Min(most, values.Length - at))
                _library.AllReduce(first + at, Math.Min(most, values.Length - at), type, operation);
    }

    private protected override void SumBeforeCore(Span<ulong> values)
    {
        const int Most = MostBytes / sizeof(ulong);
        fixed (ulong* first = values)
            for (int at = 0; at < values.Length; at += Math.Min(Most, values.Length - at))
                _library.ScanBefore(first + at, Math.Min(Most, values.Length - at), _library.UInt64, _library.Sum);
    }

    private protected override void AllGatherCore(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts)
    {
        int start = 0;
        for (int rank = 0; rank < Size; start += counts[rank++]) _starts[rank] = start;
        fixed (byte* own = mine, first = all)
        fixed (int* lengths = counts, starts = _starts)
            _library.AllGather(own, mine.Length, first, lengths, starts);
    }

    private protected override void SendCore(ReadOnlySpan<byte> values, int to)
    {
        fixed (byte* first = values)
            for (int at = 0; at < values.Length; at += Math.Min(MostBytes, values.Length - at))
                _library.Send(first + at, Math.Min(MostBytes, values.Length - at), to);
    }

    private protected override void ReceiveCore(Span<byte> values, int from)
    {
        fixed (byte* first = values)
            for (int at = 0; at < values.Length; at += Math.Min(MostBytes, values.Length - at))
                _library.Receive(first + at, Math.Min(MostBytes, values.Length - at), from);
    }
}
