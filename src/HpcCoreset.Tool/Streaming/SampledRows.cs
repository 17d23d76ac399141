using System;
using System.Collections.Generic;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Streaming;

/// <summary>An input of whose rows a sample is kept as they are read, and the labels are counted.</summary>
/// <param name="rows">The input; owned.</param>
/// <param name="sample">The sample.</param>
/// <param name="labels">The labels.</param>
/// <param name="firstId">The number of the first row.</param>
internal sealed class SampledRows(RowReader rows, RowReservoir sample, StreamedLabels labels, long firstId) : RowReader
{
    private long _next = firstId;

    /// <inheritdoc/>
    public override string Name => rows.Name;

    /// <inheritdoc/>
    public override int Dimension => rows.Dimension;

    /// <inheritdoc/>
    public override int? Count => rows.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? ColumnNames => rows.ColumnNames;

    /// <inheritdoc/>
    public override double? Weight => rows.Weight;

    /// <inheritdoc/>
    public override string? Label => rows.Label;

    /// <inheritdoc/>
    public override long? Id => rows.Id;

    /// <inheritdoc/>
    public override double Offset => rows.Offset;

    /// <inheritdoc/>
    public override void Dispose() => rows.Dispose();

    /// <inheritdoc/>
    protected override bool ReadNext(Span<float> values)
    {
        if (!rows.Read(values)) return false;
        labels.Offer(_next, rows.Label, rows.Weight ?? 1);
        sample.Offer(values, _next++, rows.Label);
        return true;
    }
}
