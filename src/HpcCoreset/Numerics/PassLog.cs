namespace HpcCoreset.Numerics;

/// <summary>
/// What costly passes over a rank's rows have found, kept so that a run after one that was killed need not make them again: the
/// deterministic replay of Elnozahy, Alvisi, Wang and Johnson (A survey of rollback-recovery protocols, ACM Computing Surveys, 2002) with passes for messages.
/// </summary>
/// <remarks>
/// The same rows, options and ranks lead to the same passes in the same order, each with the same outcome. So a run begins anew, and
/// where a pass would be made asks for what it found: nothing else need be kept, and each rank goes as far as it had come itself.
/// </remarks>
internal abstract unsafe class PassLog
{
    /// <summary>Keeps nothing.</summary>
    public static PassLog None { get; } = new NoLog();

    /// <summary>What the next pass found when it was made before.</summary>
    /// <param name="found">Receives it; what is there is of no use unless it is recalled.</param>
    /// <param name="bytes">Its length.</param>
    /// <returns>Whether it was made before; if not, it is to be made and <see cref="Keep">kept</see>.</returns>
    public abstract bool TryRecall(void* found, nint bytes);

    /// <summary>Keeps what the pass has found that was asked for last.</summary>
    /// <param name="found">What it found.</param>
    /// <param name="bytes">Its length.</param>
    public abstract void Keep(void* found, nint bytes);

    private sealed class NoLog : PassLog
    {
        public override bool TryRecall(void* found, nint bytes) => false;

        public override void Keep(void* found, nint bytes)
        {
        }
    }
}
