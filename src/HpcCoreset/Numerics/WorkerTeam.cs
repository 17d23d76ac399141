using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace HpcCoreset.Numerics;

/// <summary>
/// The process-wide team of threads that runs <see cref="IChunkedWork"/>: grown on demand, parked between runs, never shrunk.
/// </summary>
/// <remarks>
/// Chunks are handed out by one interlocked counter, so that which thread does which chunk is left to chance and nothing may depend on
/// it. One run at a time has the team; a run that finds it taken (another caller's, or its own from inside a chunk) does its chunks in
/// the calling thread, which is slower but cannot deadlock.
/// </remarks>
internal static class WorkerTeam
{
    // States of a worker's invitation. A caller that has run out of chunks takes back what was not answered yet, so that a short run
    // never waits for a parked thread to be scheduled.
    private const int Idle = 0;
    private const int Invited = 1;

    private static readonly SemaphoreSlim s_finished = new(0);
    private static Worker[] s_workers = [];
    private static int s_taken;

    private static IChunkedWork? s_work;
    private static int s_chunks;
    private static int s_next;
    private static int s_unfinished;
    private static ExceptionDispatchInfo? s_failure;

    /// <summary>Runs every chunk and returns when all are done. The chunks, not the threads, decide what is computed.</summary>
    /// <remarks>
    /// Allocates only while the team grows. When a chunk throws, no further chunk is started, and the first exception is rethrown here
    /// after every thread has stopped; so is a <see cref="ThreadInterruptedException"/> of the caller's.
    /// </remarks>
    /// <param name="work">What to do; kept by the caller from call to call, so that a run allocates nothing.</param>
    /// <param name="chunks">Number of chunks.</param>
    /// <param name="threads">Threads to use, this one included; may exceed the number of cores.</param>
    public static void Run(IChunkedWork work, int chunks, int threads)
    {
        int helpers = Math.Min(threads, chunks) - 1;
        if (helpers < 1 || Interlocked.CompareExchange(ref s_taken, 1, 0) != 0)
        {
            for (int chunk = 0; chunk < chunks; chunk++) work.Execute(chunk);
            return;
        }
        ExceptionDispatchInfo? failure;
        try
        {
            Grow(helpers);
            (s_work, s_chunks, s_next, s_unfinished) = (work, chunks, 0, helpers + 1);
            // The interlocked exchange publishes the fields above; a worker reads them only after it has answered this invitation.
            for (int i = 0; i < helpers; i++) Interlocked.Exchange(ref s_workers[i].Invitation, Invited);
            ExceptionDispatchInfo? interruption = null;
            try
            {
                for (int i = 0; i < helpers; i++) s_workers[i].Wake.Release();
            }
            catch (ThreadInterruptedException exception)
            {
                interruption = ExceptionDispatchInfo.Capture(exception); // who was not woken has its invitation taken back below
            }
            ExecuteChunks();
            int leaving = 1;
            for (int i = 0; i < helpers; i++)
                if (Interlocked.CompareExchange(ref s_workers[i].Invitation, Idle, Invited) == Invited) leaving++;
            bool isWaiting = Interlocked.Add(ref s_unfinished, -leaving) != 0;
            while (isWaiting)
                try
                {
                    s_finished.Wait();
                    isWaiting = false;
                }
                catch (ThreadInterruptedException exception)
                {
                    interruption = ExceptionDispatchInfo.Capture(exception); // helpers still write into the caller's buffers
                }
            failure = s_failure ?? interruption;
        }
        finally
        {
            (s_work, s_failure) = (null, null);
            Volatile.Write(ref s_taken, 0);
        }
        failure?.Throw();
    }

    private static void ExecuteChunks()
    {
        IChunkedWork work = s_work!;
        int chunks = s_chunks;
        try
        {
            for (int chunk; (chunk = Interlocked.Increment(ref s_next) - 1) < chunks;) work.Execute(chunk);
        }
#pragma warning disable CA1031 // whatever a chunk throws belongs to the caller of Run, which rethrows it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref s_failure, ExceptionDispatchInfo.Capture(exception), null);
            Volatile.Write(ref s_next, chunks);
        }
    }

    private static void Grow(int helpers)
    {
        int count = s_workers.Length;
        if (helpers <= count) return;
        Worker[] workers = s_workers;
        Array.Resize(ref workers, helpers);
        for (; count < helpers; count++) workers[count] = new Worker(count + 1);
        s_workers = workers; // only now: a thread that cannot be started must leave no gap
    }

#pragma warning disable CA1001 // a worker lives as long as the process, and so does its semaphore
    private sealed class Worker
#pragma warning restore CA1001
    {
        public readonly SemaphoreSlim Wake = new(0);
        public int Invitation;

        public Worker(int number) =>
            new Thread(Serve) { IsBackground = true, Name = $"HpcCoreset worker {number}" }.UnsafeStart();

        private void Serve()
        {
            while (true)
            {
                Wake.Wait(); // spins briefly, then parks
                if (Interlocked.CompareExchange(ref Invitation, Idle, Invited) != Invited) continue; // taken back in the meantime
                ExecuteChunks();
                if (Interlocked.Decrement(ref s_unfinished) == 0) s_finished.Release();
            }
        }
    }
}
