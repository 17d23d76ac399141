using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Goes through the candidates in index order and picks each whose gain is at least a threshold. Gains are bounded in batches, and those
/// found before are bounds too; the gain that decides is that over the set as it is then, so batches change nothing.
/// </summary>
internal sealed unsafe class ThresholdScan
{
    private readonly PinnedBuffer<double> _first = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<int> _batch = new();
    private readonly PinnedBuffer<double> _batchBounds = new();
    private GreedyRun _run = null!;

    /// <summary>Takes up a run, with what is known of gains over its set as it is.</summary>
    public void Start(GreedyRun run)
    {
        _run = run;
        int count = run.Objective.Count;
        _bounds.Reserve(count);
        _batch.Reserve(run.BatchCapacity);
        _batchBounds.Reserve(run.BatchCapacity);
        _first.Reserve(count);
        if (!run.BoundAll(_first.Span(count))) _first.Span(count).Fill(double.PositiveInfinity);
        Rewind();
    }

    /// <summary>Goes back to what was known at the start, for a run that starts again.</summary>
    public void Rewind() => _first.Span(_run.Objective.Count).CopyTo(_bounds.Span(_run.Objective.Count));

    /// <summary>One pass over the candidates.</summary>
    public void Run(double threshold)
    {
        int count = _run.Objective.Count;
        _run.Cancellation.ThrowIfCancellationRequested(); // a pass may ask for no gain
        for (int next = 0; next < count && !_run.IsDone;)
        {
            int batch = 0;
            for (; next < count && batch < _run.BatchCapacity; next++)
                if (_run.IsOpen(next) && _bounds.Pointer[next] >= threshold) _batch.Pointer[batch++] = next;
            if (batch > 0) Decide(_batch.Span(batch), threshold);
        }
    }

    private void Decide(ReadOnlySpan<int> batch, double threshold)
    {
        Span<double> bounds = _batchBounds.Span(batch.Length);
        _run.Bounds(batch, bounds);
        bool isChanged = false;
        for (int j = 0; j < batch.Length && !_run.IsDone; j++)
        {
            int candidate = batch[j];
            _bounds.Pointer[candidate] = bounds[j];
            if (bounds[j] < threshold || !_run.IsOpen(candidate)) continue;
            double gain = _run.Objective.BoundsAreGains && !isChanged ? bounds[j] : _run.Gain(candidate);
            _bounds.Pointer[candidate] = gain;
            if (gain < threshold) continue;
            _run.Objective.Keep();
            _run.Pick(candidate, gain);
            isChanged = true;
        }
    }
}
