using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Training.Networks;

/// <summary>The phases of a pass: as few as the layers that must see all images allow.</summary>
internal sealed class Schedule
{
    private readonly List<Phase> _phases = [];

    private Schedule(Pass pass, IEnumerable<(Layer Layer, Work Work)> steps)
    {
        List<(Layer, Work)> phase = [];
        foreach ((Layer layer, Work work) in steps)
        {
            phase.Add((layer, work));
            if (work is not (Work.Observe or Work.ObserveBackward)) continue;
            _phases.Add(new(pass, phase));
            phase = [];
        }
        _phases.Add(new(pass, phase));
    }

    /// <summary>Forward alone, nothing batch-wide: one phase.</summary>
    public static Schedule Inference(Pass pass, IReadOnlyList<Layer> layers) => new(pass, layers.Select(layer => (layer, Work.Forward)));

    /// <summary>Forward and back; where nothing is batch-wide a chunk turns round at the last layer without waiting for the others.</summary>
    public static Schedule Training(Pass pass, IReadOnlyList<Layer> layers) => new(
        pass,
        [
            .. layers.SelectMany(layer => Steps(layer, Work.Observe, Work.Forward)),
            .. layers.Reverse().SelectMany(layer => Steps(layer, Work.ObserveBackward, Work.Backward)),
        ]);

    /// <summary>Runs all phases.</summary>
    /// <param name="threads">Threads to use.</param>
    public void Run(int threads)
    {
        foreach (Phase phase in _phases) phase.Run(threads);
    }

    private static IEnumerable<(Layer Layer, Work Work)> Steps(Layer layer, Work observe, Work run)
    {
        if (layer.IsBatchWide) yield return (layer, observe);
        yield return (layer, run);
    }
}
