using System;
using System.Collections.Generic;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>Training examples of which some are kept apart for validation.</summary>
/// <param name="Training">Rows to train on, ascending.</param>
/// <param name="Validation">Rows of which the loss is looked at, ascending: others, or the same ones.</param>
internal readonly record struct ValidationSplit(int[] Training, int[] Validation)
{
    /// <summary>The split that options ask for.</summary>
    /// <param name="options">The options.</param>
    /// <param name="context">The run.</param>
    /// <exception cref="ArgumentException">There is no such split.</exception>
    public static ValidationSplit Of(GlisterOptions options, TrainingContext context)
    {
        int count = context.Data.Count;
        bool[] isApart = new bool[count];
        IReadOnlyList<int> apart = options.ValidationRows ?? StratifiedSplit.HeldOut(context.Data.Labels, options.ValidationShare, context.Options.Seed);
        for (int i = 0; i < apart.Count; i++)
        {
            OptionCheck.Require((uint)apart[i] < (uint)count, $"{nameof(options.ValidationRows)}[{i}]", apart[i], $"rows from 0 to {count - 1}");
            OptionCheck.Require(!isApart[apart[i]], $"{nameof(options.ValidationRows)}[{i}]", $"{apart[i]} again", "rows that are there once");
            isApart[apart[i]] = true;
        }
        OptionCheck.Require(options.ValidationRows is null || (apart.Count > 0 && apart.Count < count),
            nameof(options.ValidationRows), $"{apart.Count} rows", $"1 to {count - 1} of them");
        OptionCheck.Require(options.ValidationShare == 0 || (apart.Count > 0 && apart.Count < count),
            nameof(options.ValidationShare), options.ValidationShare, $"0 and shares that leave some of {count} examples on both sides");
        (int[] training, int[] validation) = (new int[count - apart.Count], new int[apart.Count]);
        for (int row = 0, trained = 0, validated = 0; row < count; row++)
        {
            if (isApart[row]) validation[validated++] = row;
            else training[trained++] = row;
        }
        return new(training, apart.Count == 0 ? training : validation);
    }
}
