using HpcCoreset.Training;

namespace HpcCoreset.Tool.Training;

/// <summary>What the user asked for about training.</summary>
/// <param name="Network">The network.</param>
/// <param name="Options">Options of the run of the first seed.</param>
/// <param name="Seeds">How many runs, each of the next seed.</param>
/// <param name="Checkpoint">The file that a run is saved in now and then, or nothing.</param>
/// <param name="CheckpointSeconds">Least seconds from one time to the next.</param>
/// <param name="Resume">The file that a run is resumed from, or nothing.</param>
internal sealed record TrainingRequest(
    NetworkName Network, TrainingOptions Options, int Seeds, string? Checkpoint, double CheckpointSeconds, string? Resume);
