using System;
using System.Linq;

namespace HpcCoreset.Training;

/// <summary>Facility location on the gradients of all examples.</summary>
internal sealed class CraigTrainer : SubsetTrainer
{
    private readonly CraigSelector _selector;
    private readonly bool _byClass;
    private readonly GradientRows _gradients;

    /// <summary>Prepares a run.</summary>
    /// <param name="options">Options in their ranges.</param>
    /// <param name="context">The run.</param>
    public CraigTrainer(CraigTrainerOptions options, TrainingContext context)
        : base(context, options.Interval, startsAtRandom: false, [.. Enumerable.Range(0, context.Data.Count)])
    {
        _byClass = options.Balance != ClassBalance.None && Size >= context.Model.Classes;
        _gradients = new(context, options.Gradients, context.Data.Count);
        _selector = new(new()
        {
            Size = Size,
            Threads = context.Options.Threads,
            Balance = _byClass ? options.Balance : ClassBalance.Proportional,
            FirstFactor = _gradients.FirstFactor,
        });
    }

    /// <inheritdoc/>
    protected override int Select(long number, Span<int> picks, Span<double> weights)
    {
        Points points = _gradients.Compute(Candidates);
        Coreset coreset = _byClass ? _selector.Select(points, default, Context.Data.Labels) : _selector.Select(points);
        coreset.Indices.CopyTo(picks);
        coreset.Weights.CopyTo(weights);
        return coreset.Count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _selector.Dispose();
        base.Dispose(disposing);
    }
}
