using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>Labelled rows, class by class: which rows, how many picks, and copies of one class's rows and weights to work on.</summary>
/// <remarks>The copies keep the rows' kind, and take the memory of the largest class.</remarks>
internal sealed unsafe class RowsByClass : IDisposable
{
    private readonly Partition _partition = new();
    private readonly ClassQuotas _quotas = new();
    private readonly PinnedBuffer<int> _labels = new();
    private readonly PinnedBuffer<int> _counts = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<double> _weights = new();
    private readonly PinnedBuffer<float> _scales = new();
    private PointStore? _copies;

    /// <summary>Number of classes: one more than the largest label. Some may have no rows.</summary>
    public int Classes { get; private set; }

    /// <summary>Groups rows and shares out picks. O(rows + classes + size log classes).</summary>
    /// <param name="labels">One per row, checked.</param>
    /// <param name="weights">One per row, or empty for 1 each.</param>
    /// <param name="size">Picks to share out, at most as many as rows of positive weight.</param>
    /// <param name="balance">By what.</param>
    /// <param name="floor">Least picks of a class that has as many rows, at least 1.</param>
    /// <exception cref="ArgumentException">The floors are more than the size.</exception>
    public void Build(ReadOnlySpan<int> labels, ReadOnlySpan<double> weights, int size, ClassBalance balance, int floor)
    {
        Classes = 0;
        foreach (int label in labels) Classes = Math.Max(Classes, label + 1);
        int* own = _labels.Reserve(labels.Length);
        labels.CopyTo(new Span<int>(own, labels.Length));
        _partition.Run(own, labels.Length, Classes, null);

        Span<int> counts = new(_counts.Reserve(Classes), Classes);
        Span<double> masses = new(_masses.Reserve(Classes), Classes);
        counts.Clear();
        masses.Clear();
        for (int row = 0; row < labels.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (weight > 0) counts[labels[row]]++;
            masses[labels[row]] += weight;
        }
        _quotas.Build(masses, counts, size, balance, floor);
    }

    /// <summary>Picks of a class; 0 for one without rows of positive weight.</summary>
    public int Quota(int label) => _quotas[label];

    /// <summary>Rows of positive weight in a class.</summary>
    public int Positive(int label) => _counts.Pointer[label];

    /// <summary>The sum of a class's weights.</summary>
    public double Mass(int label) => _masses.Pointer[label];

    /// <summary>The row numbers of a class, ascending.</summary>
    public ReadOnlySpan<int> Rows(int label) =>
        new(_partition.Items + _partition.Starts[label], _partition.Starts[label + 1] - _partition.Starts[label]);

    /// <summary>Copies of a class's rows, valid until the next call.</summary>
    public RowSource CopyRows(int label, RowSource rows)
    {
        ReadOnlySpan<int> members = Rows(label);
        if (_copies is null || _copies.Dimension != rows.StoredLength || _copies.Count < members.Length)
        {
            _copies?.Dispose();
            _copies = null;
            _copies = new PointStore(Largest(), rows.StoredLength);
        }
        fixed (float* target = _copies.AsPoints()) return rows.CopyTo(members, target, _scales.Reserve(members.Length));
    }

    /// <summary>Copies of a class's weights, valid until the next call; empty if rows have none.</summary>
    public ReadOnlySpan<double> CopyWeights(int label, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty) return [];
        ReadOnlySpan<int> members = Rows(label);
        Span<double> copies = new(_weights.Reserve(members.Length), members.Length);
        for (int i = 0; i < members.Length; i++) copies[i] = weights[members[i]];
        return copies;
    }

    public void Dispose() => _copies?.Dispose();

    private int Largest()
    {
        int most = 1;
        for (int label = 0; label < Classes; label++) most = Math.Max(most, Rows(label).Length);
        return most;
    }
}
