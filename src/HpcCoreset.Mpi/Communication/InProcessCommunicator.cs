using System;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace HpcCoreset.Mpi;

/// <summary>A thread among others that stand for ranks: the same algorithms without MPI.</summary>
/// <remarks>What ranks tell each other is copied, as between processes. For tests and small runs: of several ranks it allocates, and nothing is overlapped.</remarks>
public sealed class InProcessCommunicator : Communicator
{
    private readonly Meeting _meeting;

    private InProcessCommunicator(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size => _meeting.Size;

    /// <summary>Runs a program on so many ranks, each in a thread of its own, and returns when all have ended.</summary>
    /// <param name="size">Number of ranks, at least 1.</param>
    /// <param name="program">What each rank does. When it throws on one, the others end as well, and the first exception is rethrown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is less than 1.</exception>
    public static void Run(int size, Action<InProcessCommunicator> program)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(program);
        using var meeting = new Meeting(size);
        var threads = new Thread[size];
        for (int rank = 0; rank < size; rank++)
        {
            var communicator = new InProcessCommunicator(meeting, rank);
            threads[rank] = new Thread(() => meeting.Run(communicator, program)) { IsBackground = true, Name = $"Rank {rank}" };
        }
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        meeting.Rethrow();
    }

    /// <summary>Ends all ranks: <see cref="Run"/> throws.</summary>
    /// <param name="code">Told by the exception.</param>
    public override void Abort(int code) => throw new InvalidOperationException($"Rank {Rank} ended all ranks with code {code}.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private protected override void BarrierCore() => _meeting.Wait();

    private protected override void BroadcastCore(Span<byte> values, int root)
    {
        Put(Rank == root ? values : default);
        _meeting.ShownBy(root).CopyTo(values);
        _meeting.Wait();
    }

    private protected override void AllReduceCore<T>(Span<T> values, Reduction reduction)
    {
        Put(MemoryMarshal.AsBytes(values));
        MemoryMarshal.Cast<byte, T>(_meeting.ShownBy(0)).CopyTo(values);
        for (int rank = 1; rank < Size; rank++) // in one order, so that all ranks have the same bytes
        {
            ReadOnlySpan<T> others = MemoryMarshal.Cast<byte, T>(_meeting.ShownBy(rank));
            for (int i = 0; i < values.Length; i++)
                values[i] = reduction switch { Reduction.Min => T.Min(values[i], others[i]), Reduction.Max => T.Max(values[i], others[i]), _ => values[i] + others[i] };
        }
        _meeting.Wait();
    }

    private protected override void SumBeforeCore(Span<ulong> values)
    {
        Put(MemoryMarshal.AsBytes(values));
        values.Clear();
        for (int rank = 0; rank < Rank; rank++)
        {
            ReadOnlySpan<ulong> others = MemoryMarshal.Cast<byte, ulong>(_meeting.ShownBy(rank));
            for (int i = 0; i < values.Length; i++) values[i] += others[i];
        }
        _meeting.Wait();
    }

    private protected override void AllGatherCore(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts)
    {
        Put(mine);
        for (int rank = 0; rank < Size; rank++)
        {
            _meeting.ShownBy(rank).CopyTo(all);
            all = all[counts[rank]..];
        }
        _meeting.Wait();
    }

    private protected override void SendCore(ReadOnlySpan<byte> values, int to) => _meeting.Letters[Rank * Size + to].Add(values.ToArray());

    private protected override void ReceiveCore(Span<byte> values, int from)
    {
        byte[] letter = _meeting.Letters[from * Size + Rank].Take(_meeting.Ended);
        if (letter.Length != values.Length)
            throw new ArgumentException($"values: found room for {values.Length} bytes, but rank {from} sent {letter.Length}.", nameof(values));
        letter.CopyTo(values);
    }

    /// <summary>Shows bytes to the others, and waits until all have shown theirs.</summary>
    private void Put(ReadOnlySpan<byte> values)
    {
        _meeting.Show(Rank, values);
        _meeting.Wait();
    }

    /// <summary>Where the ranks meet.</summary>
    private sealed class Meeting : IDisposable
    {
        private readonly Barrier _barrier;
        private readonly CancellationTokenSource _ended = new();
        private ExceptionDispatchInfo? _failure;

        private readonly byte[][] _shown;
        private readonly int[] _lengths;

        public Meeting(int size)
        {
            (Size, _shown, _lengths) = (size, new byte[size][], new int[size]);
            _shown.AsSpan().Fill([]);
            _barrier = new Barrier(size);
            Letters = new BlockingCollection<byte[]>[size * size];
            for (int i = 0; i < Letters.Length; i++) Letters[i] = [];
        }

        public int Size { get; }

        /// <summary>What a rank shows.</summary>
        public ReadOnlySpan<byte> ShownBy(int rank) => _shown[rank].AsSpan(0, _lengths[rank]);

        /// <summary>Shows bytes to the others.</summary>
        public void Show(int rank, ReadOnlySpan<byte> values)
        {
            if (_shown[rank].Length < values.Length) _shown[rank] = new byte[values.Length];
            values.CopyTo(_shown[rank]);
            _lengths[rank] = values.Length;
        }

        /// <summary>What each rank has sent to each, in order.</summary>
        public BlockingCollection<byte[]>[] Letters { get; }

        /// <summary>Signalled when a rank has failed.</summary>
        public CancellationToken Ended => _ended.Token;

        public void Wait() => _barrier.SignalAndWait(Ended);

        public void Run(InProcessCommunicator communicator, Action<InProcessCommunicator> program)
        {
            try
            {
                program(communicator);
            }
#pragma warning disable CA1031 // whatever a rank throws belongs to the caller of Run, which rethrows it
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                _ended.Cancel();
            }
        }

        public void Rethrow() => _failure?.Throw();

        public void Dispose()
        {
            _barrier.Dispose();
            _ended.Dispose();
            foreach (BlockingCollection<byte[]> letters in Letters) letters.Dispose();
        }
    }
}
