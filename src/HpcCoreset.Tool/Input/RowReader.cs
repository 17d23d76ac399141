using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace HpcCoreset.Tool.Input;

/// <summary>The rows of an input, one after the other, whatever they are stored as: none is kept here.</summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>What the user called the input, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Values per row.</summary>
    public abstract int Dimension { get; }

    /// <summary>How many rows there are, if that is known before they are read.</summary>
    public virtual int? Count => null;

    /// <summary>Whether the input was seen to be as long as <see cref="Count"/> says; else that is a promise, which no memory is reserved for.</summary>
    protected virtual bool IsCountSeen => Count is not null;

    /// <summary>Names of the columns, if the input has a header.</summary>
    public virtual IReadOnlyList<string>? ColumnNames => null;

    /// <summary>The weight of the row that was read last, if the input has weights.</summary>
    public virtual double? Weight => null;

    /// <summary>The label of the row that was read last, if the input has labels.</summary>
    public virtual string? Label => null;

    /// <summary>The number that the row that was read last had in another input, which this one was made of.</summary>
    public virtual long? Id => null;

    /// <summary>A constant to add to every cost of the rows.</summary>
    public virtual double Offset => 0;

    /// <summary>Reads the next row.</summary>
    /// <param name="values">Receives it: <see cref="Dimension"/> finite values.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidInputException">The input is not what it has to be.</exception>
    public bool Read(Span<float> values)
    {
        try
        {
            return ReadNext(values);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInputException($"{Name}: damaged: {damaged.Message}");
        }
    }

    /// <summary>Reads all rows, and what the input says about them.</summary>
    /// <param name="cancellation">Ends the read.</param>
    public InputData ReadAll(CancellationToken cancellation)
    {
        PointStore? store = IsCountSeen ? new PointStore(Count!.Value, Dimension) : null;
        using var rows = new GrowingRows(Dimension);
        try
        {
            (List<double> weights, List<long> ids, var labels) = ([], [], new Labels());
            var next = new float[Dimension];
            for (int row = 0; row != Count; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!Read(store is null ? next : store[row])) break;
                if (store is null) next.CopyTo(rows.Append());
                if (Weight is { } weight) weights.Add(weight);
                if (Label is { } label) labels.Add(label);
                if (Id is { } id) ids.Add(id);
            }
            if (store is null && rows.Count == 0) throw new InvalidInputException($"{Name}: empty, at least one row is required");
            return new InputData(Name, store ?? rows.ToStore())
            {
                Weights = [.. weights],
                Labels = labels.Names.Count > 0 ? labels : null,
                ColumnNames = ColumnNames,
                Ids = [.. ids],
                Offset = Offset,
            };
        }
        catch
        {
            store?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Reads the next row.</summary>
    protected abstract bool ReadNext(Span<float> values);
}
