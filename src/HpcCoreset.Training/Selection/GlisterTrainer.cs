using System;
using System.IO;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>Picks by what a step on them does to the validation loss.</summary>
internal sealed class GlisterTrainer : SubsetTrainer
{
    private readonly GlisterOptions _options;
    private readonly int[] _validation;
    private readonly GradientColumns _columns = new();
    private readonly ValidationGradient _gradient;
    private readonly float[] _gradients;
    private readonly double[] _shift;
    private readonly int[] _left;

    /// <summary>Prepares a run.</summary>
    /// <param name="options">Options in their ranges.</param>
    /// <param name="context">The run.</param>
    /// <param name="split">What may be chosen, and what it is to be good for.</param>
    public GlisterTrainer(GlisterOptions options, TrainingContext context, ValidationSplit split)
        : base(context, options.Interval, options.StartsAtRandom, split.Training)
    {
        (_options, _validation) = (options, split.Validation);
        int classes = context.Model.Classes;
        _gradient = new(_validation.Length, classes);
        _gradients = new float[checked(split.Training.Length * classes)];
        _shift = new double[classes];
        _left = options.Epsilon == 0 ? [] : new int[split.Training.Length];
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter writer)
    {
        base.Save(writer);
        writer.Write(_validation.Length);
        writer.Write(MemoryMarshal.AsBytes(_validation.AsSpan()));
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader reader)
    {
        base.Load(reader);
        // Options print as words, and lists of rows do not.
        int count = reader.ReadInt32();
        int[] validation = count == _validation.Length ? new int[count] : throw new FormatException($"found {count} validation examples, expected {_validation.Length}.");
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(validation.AsSpan()));
        if (!validation.AsSpan().SequenceEqual(_validation)) throw new FormatException("found other validation examples than those of the options.");
    }

    /// <inheritdoc/>
    protected override int Select(long number, Span<int> picks, Span<double> weights)
    {
        int classes = _shift.Length;
        LastLayerGradients.Compute(Context, Candidates, _gradients);
        _columns.Reset(Candidates.Length, classes);
        for (int i = 0; i < Candidates.Length; i++)
            for (int c = 0; c < classes; c++) _columns[i, c] = _gradients[i * classes + c];
        _gradient.Load(Context, _validation);
        _shift.AsSpan().Clear();
        double rate = Context.Options.LearningRate * Context.Options.Schedule.Factor(number, Context.Steps);
        double eta = _options.StepSize == 0 ? rate : _options.StepSize;
        for (int i = 0; i < _left.Length; i++) _left[i] = i;
        Philox random = RandomStream.Of(Context.Options.Seed, RandomStream.Purpose.Draws, NextDraw());
        ulong drawn = 0;
        for (int i = 0; i < picks.Length; i++)
        {
            if (i % _options.UpdateInterval == 0) _gradient.Update(_shift);
            int pick = _left.Length == 0 ? BestOfAll() : BestOfSome(_left.AsSpan(i), random, ref drawn);
            picks[i] = Candidates[pick];
            for (int c = 0; c < classes; c++) _shift[c] -= eta * _columns[pick, c];
        }
        weights.Fill(1);
        return picks.Length;
    }

    private int BestOfAll()
    {
        int pick = _columns.Best(_gradient.Values, out _);
        _columns.Take(pick);
        return pick;
    }

    /// <summary>The best of a random sample, which the first steps of a shuffle bring to the front (Fisher, Yates 1938), and it before them.</summary>
    private int BestOfSome(Span<int> left, Philox random, ref ulong drawn)
    {
        int size = (int)Math.Min(left.Length, Math.Ceiling((double)Candidates.Length / Size * Math.Log(1 / _options.Epsilon)));
        for (int i = 0; i < size; i++)
        {
            int at = i + (int)random.Below((ulong)(left.Length - i), drawn++);
            (left[i], left[at]) = (left[at], left[i]);
        }
        int best = _columns.Best(_gradient.Values, left[..size]);
        (left[0], left[best]) = (left[best], left[0]);
        return left[0];
    }
}
