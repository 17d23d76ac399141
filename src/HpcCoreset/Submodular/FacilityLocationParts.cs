using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>Facility location of one part of the rows after the other, each by itself.</summary>
internal sealed unsafe class FacilityLocationParts : ILocalGreedy, IDisposable
{
    private readonly PinnedBuffer<float> _values = new();
    private readonly PinnedBuffer<float> _scales = new();
    private readonly PinnedBuffer<double> _weights = new();
    private FacilityLocationPart? _part; // made when asked for, as it is an objective that has parts itself
    private FacilityLocationOptions _options = null!;
    private PointKernel _kernel = null!;
    private CancellationToken _cancellation;
    private RowSource _rows;
    private double* _weightsOfAll;

    /// <summary>Takes up all rows and their weights, which must stay pinned until <see cref="Release"/>.</summary>
    public void Load(FacilityLocationOptions options, PointKernel kernel, RowSource rows, double* weights, CancellationToken cancellation)
    {
        (_options, _kernel, _rows, _cancellation) = (options, kernel, rows, cancellation);
        _weightsOfAll = weights;
    }

    /// <summary>Lets go of the caller's rows.</summary>
    public void Release() => _rows = default;

    public void Dispose() => _part?.Dispose();

    /// <inheritdoc/>
    public long Pick(ReadOnlySpan<int> candidates, int parts, int size, Span<int> picks)
    {
        _part ??= new FacilityLocationPart();
        long evaluations = 0;
        for (int part = 0; part < parts; part++)
        {
            ReadOnlySpan<int> numbers = candidates[ILocalGreedy.PartStart(part, parts, candidates.Length)..ILocalGreedy.PartStart(part + 1, parts, candidates.Length)];
            Span<int> own = picks.Slice(part * size, size);
            float* values = _values.Reserve(checked(numbers.Length * _rows.StoredLength)), scales = _scales.Reserve(numbers.Length);
            double* weights = _weights.Reserve(numbers.Length);
            for (int i = 0; i < numbers.Length; i++) weights[i] = _weightsOfAll[numbers[i]];
            evaluations += _part.Pick(_options, _kernel, _rows.CopyTo(numbers, values, scales), _weights.Span(numbers.Length), own, _cancellation);
            for (int i = 0; i < size; i++) own[i] = numbers[own[i]];
        }
        return evaluations;
    }
}
