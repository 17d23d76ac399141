using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Tool.Comparison;

/// <summary>Labelled rows, a fifth of every class kept apart at random to test models on.</summary>
internal sealed class HeldOutSplit : IDisposable
{
    private const double TestShare = 0.2;

    /// <summary>Splits.</summary>
    /// <param name="data">Rows with labels.</param>
    /// <param name="seed">Where the random numbers come from.</param>
    public HeldOutSplit(InputData data, ulong seed)
    {
        int[] codes = [.. data.Labels!.Codes];
        int[] test = StratifiedSplit.HeldOut(codes, TestShare, seed);
        int[] training = [.. Enumerable.Range(0, codes.Length).Except(test)];
        if (test.Length == 0)
            throw new InvalidInputException($"{data.Name}: found {codes.Length} labelled rows, too few to keep a fifth of any class for the test");

        var labels = new Labels();
        foreach (int row in training) labels.Add(data.Labels.Names[codes[row]]);
        Training = new InputData(data.Name, Copy(data.Rows, training))
        {
            Weights = data.Weights is [] ? [] : [.. training.Select(row => data.Weights[row])],
            Labels = labels,
        };
        // Every class has a row to train on, so its name has a code there.
        Dictionary<string, int> codeOf = labels.Names.Select((name, code) => (name, code)).ToDictionary();
        TestRows = Copy(data.Rows, test);
        TestLabels = [.. test.Select(row => codeOf[data.Labels.Names[codes[row]]])];
    }

    /// <summary>What coresets are made of.</summary>
    public InputData Training { get; }

    /// <summary>What models are tested on.</summary>
    public PointStore TestRows { get; }

    /// <summary>Their labels, as codes of <see cref="Training"/>.</summary>
    public int[] TestLabels { get; }

    /// <summary>Frees both parts.</summary>
    public void Dispose()
    {
        Training.Dispose();
        TestRows.Dispose();
    }

    private static PointStore Copy(PointStore rows, int[] indices)
    {
        var copy = new PointStore(indices.Length, rows.Dimension);
        for (int i = 0; i < indices.Length; i++) rows[indices[i]].CopyTo(copy[i]);
        return copy;
    }
}
