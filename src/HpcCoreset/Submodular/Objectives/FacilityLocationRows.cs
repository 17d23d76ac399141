using System;
using System.Threading;
using HpcCoreset.Kernels;

namespace HpcCoreset.Submodular;

/// <summary>Facility location on a kernel of the catalogue, as one objective among others.</summary>
internal sealed class FacilityLocationRows(FacilityLocationOptions options) : IRowObjective
{
    private readonly FacilityLocation _objective = new();

    public GreedyObjective Greedy => _objective;

    public void Check(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        RowValidation.CheckRows(points, options.Similarity, nameof(points));
        if (!weights.IsEmpty) RowValidation.CheckWeights(points.Count, weights, nameof(weights));
    }

    public void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation) =>
        _objective.Load(options, KernelCatalogue.Get(options.Similarity, rows.IsBits, rows.Dimension), rows, weights, cancellation);

    public void Release() => _objective.Release();

    public void Dispose() => _objective.Dispose();
}
