using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks;

/// <summary>What a layer does with images of a chunk.</summary>
internal enum Work
{
    Forward,
    Observe,
    Backward,
    ObserveBackward,
}

/// <summary>Layers that every chunk of images goes through before all chunks must have arrived.</summary>
/// <param name="pass">The pass under way.</param>
/// <param name="steps">Which layers, and what they do.</param>
internal sealed class Phase(Pass pass, IReadOnlyList<(Layer Layer, Work Work)> steps) : IChunkedWork
{
    private readonly (Layer Layer, Work Work)[] _steps = [.. steps];

    // A convolution's image stays in the second-level cache from layer to layer; a dense layer reads its weights once for all images.
    private readonly bool _isWhole = steps.Any(step => step.Layer.PrefersWholeChunks);

    /// <summary>Runs all chunks, and combines what was observed.</summary>
    /// <param name="threads">Threads to use.</param>
    public void Run(int threads)
    {
        WorkerTeam.Run(this, pass.Chunks, threads);
        foreach ((Layer layer, Work work) in _steps)
            if (work == Work.Observe) layer.Combine(pass);
            else if (work == Work.ObserveBackward) layer.CombineBackward(pass);
    }

    /// <inheritdoc/>
    public void Execute(int chunk)
    {
        int from = chunk * pass.ChunkLength, to = Math.Min(from + pass.ChunkLength, pass.Count);
        if (_isWhole) Execute(from, to);
        else
            for (int image = from; image < to; image++) Execute(image, image + 1);
    }

    private void Execute(int from, int to)
    {
        foreach ((Layer layer, Work work) in _steps)
            switch (work)
            {
                case Work.Forward: layer.Forward(pass, from, to); break;
                case Work.Observe: layer.Observe(pass, from, to); break;
                case Work.Backward: layer.Backward(pass, from, to); break;
                case Work.ObserveBackward: layer.ObserveBackward(pass, from, to); break;
            }
    }
}
