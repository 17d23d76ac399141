namespace HpcCoreset.Submodular;

/// <summary>A way to look for the picks of a <see cref="GreedyRun"/>. Keeps its workspace from run to run.</summary>
internal interface IOptimizer
{
    /// <summary>Whether it needs gains that are right in themselves, and not just in comparison.</summary>
    bool NeedsAbsolute { get; }

    /// <summary>Makes the picks of a run that was started.</summary>
    void Run(GreedyRun run);
}
