using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Data;

/// <summary>
/// Examples with a class each, in memory as they were stored (a byte per value for images) and never changed; batches of them are gathered
/// as float32, scaled per channel. Values lie as [example][height][width][channels].
/// </summary>
/// <remarks>Any number of threads may read one at the same time.</remarks>
public sealed class LabelledData
{
    private readonly ExampleValues _values;
    private readonly int[] _labels;

    // (x + shift) * factor for each value of an example. A crop's segments begin with the first channel of a pixel, so they fit it as well.
    private readonly float[] _shift;
    private readonly float[] _factor;

    /// <summary>Examples of bytes; a copy is kept.</summary>
    /// <param name="values">[labels.Length][shape.Length]; gathered as 0 to 255 unless scaled.</param>
    /// <param name="labels">One class per example, from 0; at least one.</param>
    /// <param name="shape">How the values of an example lie.</param>
    /// <param name="classes">Number of classes; 0 for the highest label and one.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a label is no class.</exception>
    public LabelledData(ReadOnlySpan<byte> values, ReadOnlySpan<int> labels, ExampleShape shape, int classes = 0)
        : this(new ExampleValues<byte>(values.ToArray()), labels.ToArray(), shape, classes)
    {
    }

    /// <summary>Examples of numbers; a copy is kept.</summary>
    /// <param name="values">[labels.Length][shape.Length], all finite.</param>
    /// <param name="labels">One class per example, from 0; at least one.</param>
    /// <param name="shape">How the values of an example lie.</param>
    /// <param name="classes">Number of classes; 0 for the highest label and one.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is not finite, or a label is no class.</exception>
    public LabelledData(ReadOnlySpan<float> values, ReadOnlySpan<int> labels, ExampleShape shape, int classes = 0)
        : this(new ExampleValues<float>(values.ToArray()), labels.ToArray(), shape, classes)
    {
        int bad = _values.IndexOfNotFinite();
        if (bad >= 0)
            throw new ArgumentException(
                $"values: found {values[bad]} in row {bad / InputLength}, column {bad % InputLength}; it must be finite.", nameof(values));
    }

    /// <summary>Examples that are nobody else's, all finite.</summary>
    /// <param name="values">All values; owned.</param>
    /// <param name="labels">One class per example; owned.</param>
    /// <param name="shape">How the values of an example lie.</param>
    /// <param name="classes">Number of classes; 0 for the highest label and one.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a label is no class.</exception>
    internal LabelledData(ExampleValues values, int[] labels, ExampleShape shape, int classes)
    {
        if (shape.Height < 1 || shape.Width < 1 || shape.Channels < 1)
            throw new ArgumentException($"shape: found {shape}; each must be at least 1.", nameof(shape));
        if (labels.Length == 0) throw new ArgumentException("labels: found none; at least 1 example is needed.", nameof(labels));
        Int128 length = (Int128)shape.Height * shape.Width * shape.Channels;
        if (values.Length != labels.Length * length)
            throw new ArgumentException(
                $"values: found {values.Length}; {labels.Length} examples of {length} need {labels.Length * length}.", nameof(values));
        int most = classes == 0 ? int.MaxValue : classes;
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        for (int row = 0; row < labels.Length; row++)
            if ((uint)labels[row] >= (uint)most)
                throw new ArgumentException($"labels: found {labels[row]} in row {row}; 0 to {most - 1} is allowed.", nameof(labels));
        (_values, _labels, Shape, InputLength) = (values, labels, shape, shape.Length);
        Classes = classes == 0 ? TensorPrimitives.Max<int>(labels) + 1 : classes;
        (_shift, _factor) = (new float[InputLength], new float[InputLength]);
        _factor.AsSpan().Fill(1);
    }

    private LabelledData(LabelledData data, ExampleValues values, int[] labels, ChannelScaling? scaling)
    {
        (_values, _labels, Shape, InputLength, Classes) = (values, labels, data.Shape, data.InputLength, data.Classes);
        (_shift, _factor, Scaling, ClassNames) = (data._shift, data._factor, scaling, data.ClassNames);
        if (scaling is null || scaling == data.Scaling) return;
        (_shift, _factor) = (new float[InputLength], new float[InputLength]);
        for (int i = 0; i < InputLength; i++)
        {
            int channel = i % Shape.Channels;
            double deviation = scaling.Deviations[channel];
            (_shift[i], _factor[i]) = ((float)(0 - scaling.Means[channel]), deviation == 0 ? 0 : (float)(1 / deviation));
        }
    }

    /// <summary>Number of examples.</summary>
    public int Count => _labels.Length;

    /// <summary>How the values of an example lie.</summary>
    public ExampleShape Shape { get; }

    /// <summary>Values of one example.</summary>
    public int InputLength { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The class of each example.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>What the source calls each class; empty where it has numbers from 0 only.</summary>
    public IReadOnlyList<string> ClassNames { get; internal init; } = [];

    /// <summary>What is done to values that are gathered, or nothing.</summary>
    public ChannelScaling? Scaling { get; }

    /// <summary>
    /// Mean and (population) standard deviation of each channel over all examples and pixels, in double; a plain vector's values are its
    /// channels. The deviation of a channel that is constant is 0. Two passes over the values as they are stored.
    /// </summary>
    public ChannelScaling Measure()
    {
        double[] means = Average(new double[Shape.Channels], squared: false);
        double[] deviations = Average(means, squared: true);
        for (int channel = 0; channel < deviations.Length; channel++)
        {
            // The mean of equal values may be off by a rounding: a deviation below that is none.
            double deviation = Math.Sqrt(deviations[channel]);
            deviations[channel] = deviation <= Math.Max(1e-12 * Math.Abs(means[channel]), ChannelScaling.LeastDeviation) ? 0 : deviation;
        }
        return new ChannelScaling(means, deviations);
    }

    /// <summary>The same examples, sharing their memory, gathered under a scaling instead of the one they have.</summary>
    /// <param name="scaling">The scaling, with as many channels.</param>
    /// <exception cref="ArgumentException">It has another number of channels.</exception>
    public LabelledData With(ChannelScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        return scaling.Channels == Shape.Channels
            ? new LabelledData(this, _values, _labels, scaling)
            : throw new ArgumentException($"scaling: found {scaling.Channels} channels; the examples have {Shape.Channels}.", nameof(scaling));
    }

    /// <summary>Gathers examples: a training batch's, say. Allocates nothing. O(rows * InputLength).</summary>
    /// <param name="rows">The examples, in any order, repeated or not.</param>
    /// <param name="inputs">[rows.Length][InputLength]: receives the values, scaled.</param>
    /// <param name="labels">[rows.Length]: receives the classes; empty if they are not wanted.</param>
    /// <exception cref="ArgumentException">A length does not fit, or there is no such row; nothing is written then.</exception>
    public void Gather(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labels = default)
    {
        CheckAndLabel(rows, inputs, labels);
        for (int i = 0; i < rows.Length; i++)
            _values.Scale(rows[i] * InputLength, _shift, _factor, inputs.Slice(i * InputLength, InputLength));
    }

    /// <summary>
    /// Gathers examples, each changed at random: what happens to the one at a position depends on the seed, the draw and the position alone.
    /// Allocates nothing. O(rows * InputLength).
    /// </summary>
    /// <param name="rows">The examples, in any order, repeated or not.</param>
    /// <param name="augmentation">What may happen to an example.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draw">Which draw of the seed's, for instance the number of the training step: below 2^56.</param>
    /// <param name="inputs">[rows.Length][InputLength]: receives the values, scaled.</param>
    /// <param name="labels">[rows.Length]: receives the classes; empty if they are not wanted.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, there is no such row, or examples of this shape cannot be changed so; nothing is written then.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="draw"/> is 2^56 or more.</exception>
    public void Gather(
        ReadOnlySpan<int> rows, Augmentation augmentation, ulong seed, ulong draw, Span<float> inputs, Span<int> labels = default)
    {
        augmentation.Check(Shape, nameof(augmentation));
        Philox random = RandomStream.Of(seed, RandomStream.Purpose.Augmentation, draw);
        CheckAndLabel(rows, inputs, labels);
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> image = inputs.Slice(i * InputLength, InputLength);
            (int top, int left, bool mirror) = augmentation.Draw(random.Block((ulong)i));
            Crop(rows[i], top, left, image);
            if (mirror) Mirror(image);
        }
    }

    /// <summary>A copy of some examples, with the same classes and scaling.</summary>
    /// <param name="rows">The examples, at least one, in any order, repeated or not.</param>
    /// <exception cref="ArgumentException">There are none, there is no such row, or the copy would have more than 2^31 values.</exception>
    public LabelledData Subset(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("rows: found none; at least 1 example is needed.", nameof(rows));
        CheckRows(rows);
        if ((long)rows.Length * InputLength > Array.MaxLength)
            throw new ArgumentException($"rows: found {rows.Length} examples of {InputLength} values; allowed are {Array.MaxLength / InputLength}.", nameof(rows));
        var labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) labels[i] = _labels[rows[i]];
        return new LabelledData(this, _values.Take(rows, InputLength), labels, Scaling);
    }

    /// <summary>Splits the examples at random, the same share of every class in both parts; copies of them, in the order they have here.</summary>
    /// <param name="heldOutShare">What part of each class is held out, above 0 and below 1; rounded to whole examples.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The share is out of its range, or leaves a part without examples.</exception>
    public (LabelledData Kept, LabelledData HeldOut) Split(double heldOutShare, ulong seed)
    {
        if (!(heldOutShare > 0 && heldOutShare < 1))
            throw new ArgumentOutOfRangeException(nameof(heldOutShare), heldOutShare, "heldOutShare: above 0 and below 1 is allowed.");
        int[] heldOut = StratifiedSplit.HeldOut(_labels, heldOutShare, seed);
        int[] kept = [.. Enumerable.Range(0, Count).Except(heldOut)];
        if (heldOut.Length == 0 || kept.Length == 0)
            throw new ArgumentException($"heldOutShare: found {heldOutShare}, which leaves one part of {Count} examples empty.", nameof(heldOutShare));
        return (Subset(kept), Subset(heldOut));
    }

    /// <summary>The mean of each channel's differences from a centre, or of their squares: summed for each value of an example, then for each channel.</summary>
    private double[] Average(double[] centres, bool squared)
    {
        (float[] shift, float[] factor, float[] values) = (new float[InputLength], new float[InputLength], new float[InputLength]);
        factor.AsSpan().Fill(1);
        (double[] sums, double[] averages) = (new double[InputLength], new double[Shape.Channels]);
        for (int row = 0; row < Count; row++)
        {
            _values.Scale(row * InputLength, shift, factor, values);
            for (int i = 0, channel = 0; i < values.Length; i++)
            {
                double difference = values[i] - centres[channel];
                sums[i] += squared ? difference * difference : difference;
                if (++channel == centres.Length) channel = 0;
            }
        }
        for (int i = 0; i < sums.Length; i++) averages[i % averages.Length] += sums[i];
        double pixels = (double)Count * Shape.Height * Shape.Width;
        for (int channel = 0; channel < averages.Length; channel++) averages[channel] /= pixels;
        return averages;
    }

    private void CheckAndLabel(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labels)
    {
        if (inputs.Length != (long)rows.Length * InputLength)
            throw new ArgumentException(
                $"inputs: found {inputs.Length} values; {rows.Length} examples of {InputLength} need {(long)rows.Length * InputLength}.", nameof(inputs));
        if (!labels.IsEmpty && labels.Length != rows.Length)
            throw new ArgumentException($"labels: found {labels.Length} for {rows.Length} rows.", nameof(labels));
        CheckRows(rows);
        for (int i = 0; i < labels.Length; i++) labels[i] = _labels[rows[i]];
    }

    private void CheckRows(ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
            if ((uint)rows[i] >= (uint)Count)
                throw new ArgumentException($"rows: found {rows[i]} at position {i}; 0 to {Count - 1} is allowed.", nameof(rows));
    }

    /// <summary>The part of an image that begins at a pixel, which may lie outside; pixels outside have the stored value 0.</summary>
    private void Crop(int row, int top, int left, Span<float> crop)
    {
        (int stride, int channels) = (Shape.Width * Shape.Channels, Shape.Channels);
        // One piece of memory has all of them; where a line of the crop leaves the image, it has pixels of the next line, to be blackened.
        int offset = top * stride + left * channels, first = Math.Max(0, -offset), end = InputLength - Math.Max(0, offset);
        _values.Scale(row * InputLength + first + offset, _shift, _factor, crop[first..end]);
        Black(crop[..(Math.Max(0, -top) * stride)]);
        Black(crop[((Shape.Height - Math.Max(0, top)) * stride)..]);
        if (left == 0) return;
        (int from, int to) = left < 0 ? (0, -left * channels) : (stride - left * channels, stride);
        for (; !crop.IsEmpty; crop = crop[stride..]) Black(crop[from..to]);
    }

    private void Black(Span<float> pixels) => TensorPrimitives.Multiply(_shift.AsSpan(0, pixels.Length), _factor.AsSpan(0, pixels.Length), pixels);

    /// <summary>Reverses each line, and then the channels of each pixel back.</summary>
    private void Mirror(Span<float> image)
    {
        int stride = Shape.Width * Shape.Channels;
        for (int line = 0; line < image.Length; line += stride) image.Slice(line, stride).Reverse();
        for (int first = 0, last = Shape.Channels - 1; first < last; first++, last--)
            for (int pixel = 0; pixel < image.Length; pixel += Shape.Channels)
                (image[pixel + first], image[pixel + last]) = (image[pixel + last], image[pixel + first]);
    }
}
