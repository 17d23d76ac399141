using System;
using System.Collections.Generic;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks;

/// <summary>Parts of the work of several layers that no image has to do with, shared out among threads.</summary>
/// <param name="layers">The layers.</param>
/// <param name="parts">How many parts one has.</param>
/// <param name="execute">Does one part.</param>
internal sealed class PartsPhase(IEnumerable<Layer> layers, Func<Layer, int> parts, Action<Layer, int> execute) : IChunkedWork
{
    private readonly (Layer Layer, int Part)[] _work = [.. List(layers, parts)];

    /// <summary>Does all parts.</summary>
    /// <param name="threads">Threads to use.</param>
    public void Run(int threads) => WorkerTeam.Run(this, _work.Length, threads);

    /// <inheritdoc/>
    public void Execute(int chunk) => execute(_work[chunk].Layer, _work[chunk].Part);

    private static IEnumerable<(Layer Layer, int Part)> List(IEnumerable<Layer> layers, Func<Layer, int> parts)
    {
        foreach (Layer layer in layers)
            for (int part = 0; part < parts(layer); part++) yield return (layer, part);
    }
}
