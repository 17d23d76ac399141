using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

[Trait("Switches", "true")]
public sealed class LabelledDataTests
{
    private const int Count = 20;

    private static readonly int[] _labels = [.. Enumerable.Range(0, Count).Select(row => row * 7 % 5)];

    [Fact]
    public void What_was_given_is_told()
    {
        var data = new LabelledData((byte[])[1, 2, 3, 4, 5, 6], [1, 0, 4], ExampleShape.Vector(2));

        Assert.Equal((3, 2, 5), (data.Count, data.InputLength, data.Classes));
        Assert.Equal([1, 0, 4], data.Labels.ToArray());
        Assert.Equal(7, new LabelledData((float[])[1, 2], [1], ExampleShape.Vector(2), classes: 7).Classes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gathering_is_a_plain_loop(bool stored) => Prop.ForAll(Rows(), Gen.Choose(1, 40).ToArbitrary(), (rows, channels) =>
    {
        var shape = new ExampleShape(2, 3, channels);
        byte[] bytes = Bytes(Count * shape.Length);
        float[] values = [.. bytes.Select(value => stored ? value : value / 7f - 3)];
        LabelledData data = stored ? new(bytes, _labels, shape) : new(values, _labels, shape);
        ChannelScaling scaling = Scaling(channels);

        (float[] inputs, int[] labels) = Gather(data, rows);
        Assert.Equal(rows.SelectMany(row => values[(row * shape.Length)..((row + 1) * shape.Length)]), inputs);
        Assert.Equal(rows.Select(row => _labels[row]), labels);

        float[] scaled = Gather(data.With(scaling), rows).Inputs;
        Assert.Equal(inputs.Select((value, i) => Scaled(value, scaling, i % channels)), scaled);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Augmented_images_are_those_of_a_plain_loop_for_what_was_drawn()
    {
        var shape = new ExampleShape(5, 4, 3);
        byte[] values = Bytes(Count * shape.Length);
        ChannelScaling scaling = Scaling(3);
        LabelledData data = new LabelledData(values, _labels, shape).With(scaling);
        int[] rows = [.. Enumerable.Range(0, 200).Select(i => i % Count)];

        foreach (Augmentation augmentation in (Augmentation[])[new(0, false), new(0, true), new(2, false), new(3, true)])
        {
            float[] inputs = Augmented(data, rows, augmentation, seed: 4, draw: 9);
            var seen = new HashSet<(int, int, bool)>();
            for (int i = 0; i < rows.Length; i++)
            {
                (int top, int left, bool mirror) = augmentation.Draw(RandomStream.Of(4, RandomStream.Purpose.Augmentation, 9).Block((ulong)i));
                seen.Add((top, left, mirror));
                for (int y = 0; y < 5; y++)
                    for (int x = 0; x < 4; x++)
                        for (int channel = 0; channel < 3; channel++)
                        {
                            (int fromY, int fromX) = (y + top, (mirror ? 3 - x : x) + left);
                            bool inside = fromY is >= 0 and < 5 && fromX is >= 0 and < 4;
                            float stored = inside ? values[rows[i] * shape.Length + (fromY * 4 + fromX) * 3 + channel] : 0;
                            Assert.Equal(Scaled(stored, scaling, channel), inputs[i * shape.Length + (y * 4 + x) * 3 + channel]);
                        }
            }
            int crops = (2 * augmentation.Padding + 1) * (2 * augmentation.Padding + 1), mirrors = augmentation.HorizontalFlip ? 2 : 1;
            Assert.InRange(seen.Count, crops * mirrors * 3 / 4, crops * mirrors);
            Assert.All(seen, drawn => Assert.InRange(Math.Max(Math.Abs(drawn.Item1), Math.Abs(drawn.Item2)), 0, augmentation.Padding));
        }
    }

    [Fact]
    public void What_happens_to_an_image_depends_on_seed_draw_and_position_alone()
    {
        var shape = new ExampleShape(8, 8, 1);
        var data = new LabelledData(Bytes(Count * shape.Length), _labels, shape);
        int[] rows = [.. Enumerable.Range(0, Count)];
        float[] inputs = Augmented(data, rows, new(3, true), 1, 2);

        Assert.Equal(inputs, Augmented(data, rows, new(3, true), 1, 2));
        Assert.Equal(inputs[..(7 * shape.Length)], Augmented(data, rows[..7], new(3, true), 1, 2));
        Assert.NotEqual(inputs, Augmented(data, rows, new(3, true), 2, 2));
        Assert.NotEqual(inputs, Augmented(data, rows, new(3, true), 1, 3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scaling_is_measured_over_examples_and_pixels_of_each_channel(bool stored)
    {
        var shape = new ExampleShape(3, 2, 3);
        byte[] bytes = Bytes(Count * shape.Length);
        for (int i = 1; i < bytes.Length; i += 3) bytes[i] = 7; // a channel without contrast
        float[] values = [.. bytes.Select(value => stored ? value : value / 7f - 3)];
        LabelledData data = stored ? new(bytes, _labels, shape) : new(values, _labels, shape);

        ChannelScaling scaling = data.With(Scaling(3)).Measure();

        for (int channel = 0; channel < 3; channel++)
        {
            double[] all = [.. values.Where((_, i) => i % 3 == channel)];
            double mean = all.Average(), deviation = Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(mean, scaling.Means[channel], 1e-12);
            Assert.Equal(channel == 1 ? 0 : deviation, scaling.Deviations[channel], 1e-12);
        }
        float[] gathered = Gather(data.With(scaling), Enumerable.Range(0, Count)).Inputs;
        Assert.All(gathered.Where((_, i) => i % 3 == 1), value => Assert.Equal(0, value));
        Assert.Equal(1, gathered.Where((_, i) => i % 3 == 2).Average(value => (double)value * value), 1e-5);
    }

    [Fact]
    public void Values_that_differ_by_less_than_float32_can_scale_become_0()
    {
        var data = new LabelledData([0, 1e-40f], [0, 1], ExampleShape.Vector(1));

        Assert.Equal(0, data.Measure().Deviations[0]);
        Assert.Equal([0, 0], Gather(data.With(data.Measure()), [0, 1]).Inputs);
    }

    [Fact]
    public void A_subset_has_the_examples_asked_for_and_everything_else_as_before()
    {
        LabelledData data = new LabelledData(Bytes(Count * 6), _labels, new ExampleShape(1, 2, 3), classes: 9).With(Scaling(3));
        LabelledData subset = data.Subset([3, 19, 3]);

        Assert.Equal((3, 9, data.Shape), (subset.Count, subset.Classes, subset.Shape));
        Assert.Equal(Gather(data, [3, 19, 3]).Inputs, Gather(subset, [0, 1, 2]).Inputs);
        Assert.Equal([_labels[3], _labels[19], _labels[3]], subset.Labels.ToArray());
    }

    [Fact]
    public void A_split_holds_out_the_same_share_of_every_class()
    {
        float[] numbers = [.. Enumerable.Range(0, 90).Select(row => (float)row)];
        var data = new LabelledData(numbers, [.. Enumerable.Range(0, 90).Select(row => row % 9 == 0 ? 1 : 0)], ExampleShape.Vector(1));
        (LabelledData kept, LabelledData heldOut) = data.Split(0.3, seed: 5);

        Assert.Equal([24, 3], heldOut.Labels.ToArray().CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value));
        float[] rows = Gather(heldOut, Enumerable.Range(0, 27)).Inputs;
        Assert.Equal(rows.Order(), rows);
        Assert.Equal(numbers, rows.Concat(Gather(kept, Enumerable.Range(0, 63)).Inputs).Order());
        Assert.Equal(rows, Gather(data.Split(0.3, seed: 5).HeldOut, Enumerable.Range(0, 27)).Inputs);
        Assert.NotEqual(rows, Gather(data.Split(0.3, seed: 6).HeldOut, Enumerable.Range(0, 27)).Inputs);
        Assert.Throws<ArgumentOutOfRangeException>("heldOutShare", () => data.Split(1, 0));
        Assert.Contains("leaves one part of 90 examples empty", Assert.Throws<ArgumentException>("heldOutShare", () => data.Split(1e-9, 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gathering_allocates_nothing()
    {
        var shape = new ExampleShape(8, 8, 3);
        LabelledData data = new LabelledData(Bytes(Count * shape.Length), _labels, shape).With(Scaling(3));
        int[] rows = [1, 5, 5, 19], labels = new int[4];
        float[] inputs = new float[4 * shape.Length];

        Assert.Equal(0, Allocated.Always(() => data.Gather(rows, inputs, labels)));
        Assert.Equal(0, Allocated.Always(() => data.Gather(rows, Augmentation.PadCropFlip, 1, 2, inputs, labels)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var data = new LabelledData(new byte[12], [0, 1, 1], new ExampleShape(2, 2, 1));
        float[] inputs = new float[8];

        Refused("values", "found 11; 3 examples of 4 need 12", () => _ = new LabelledData(new byte[11], [0, 1, 1], new ExampleShape(2, 2, 1)));
        Refused("values", "found NaN in row 1, column 0", () => _ = new LabelledData([1, 2, float.NaN, 4], [0, 1], ExampleShape.Vector(2)));
        Refused("labels", "found none", () => _ = new LabelledData((byte[])[], [], new ExampleShape(2, 2, 1)));
        Refused("labels", "found -1 in row 1; 0 to 2147483646 is allowed", () => _ = new LabelledData(new byte[2], [0, -1], ExampleShape.Vector(1)));
        Refused("labels", "found 3 in row 1; 0 to 2 is allowed", () => _ = new LabelledData(new byte[2], [0, 3], ExampleShape.Vector(1), classes: 3));
        Refused("values", "found 2; 1 examples of 8589934592 need 8589934592", () => _ = new LabelledData(new byte[2], [0], new ExampleShape(2048, 2048, 2048)));
        Refused("rows", "found 4096 examples of 1048576 values; allowed are 2047",
            () => new LabelledData(new byte[1 << 20], [0], ExampleShape.Vector(1 << 20)).Subset(new int[4096]));
        Refused("shape", "found 2 x 0 x 1", () => _ = new LabelledData(new byte[2], [0], new ExampleShape(2, 0, 1)));
        Refused("rows", "found 3 at position 1; 0 to 2 is allowed", () => data.Gather([0, 3], inputs));
        Refused("rows", "found -1 at position 0", () => data.Subset([-1]));
        Refused("rows", "found none", () => data.Subset([]));
        Refused("inputs", "found 8 values; 3 examples of 4 need 12", () => data.Gather([0, 1, 2], inputs));
        Refused("labels", "found 1 for 2 rows", () => data.Gather([0, 1], inputs, new int[1]));
        Refused("augmentation", "found a padding of 2 for examples of 2 x 2; 0 to 1 is allowed", () => data.Gather([0, 1], new(2, true), 0, 0, inputs));
        Refused("scaling", "found 2 channels; the examples have 1", () => data.With(Scaling(2)));
        Refused("means", "found NaN for channel 1", () => _ = new ChannelScaling([0, double.NaN], [1, 1]));
        Refused("means", "found 1E+39 for channel 0; it must be finite as float32", () => _ = new ChannelScaling([1e39], [1]));
        Refused("deviations", "found -1 for channel 1", () => _ = new ChannelScaling([0, 0], [1, -1]));
        Refused("deviations", "found 1E-39 for channel 0; it must be 0, or finite as float32 and at least 1E-38", () => _ = new ChannelScaling([0], [1e-39]));
        Refused("deviations", "found 1 for 2 means", () => _ = new ChannelScaling([0, 0], [1]));
        Assert.Equal(new float[8], inputs);

        static void Refused(string argument, string message, Action call) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(argument, call).Message, StringComparison.Ordinal);
    }

    private static Arbitrary<int[]> Rows() => Gen.Choose(0, Count - 1).ArrayOf().ToArbitrary();

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)new Philox(9, 9).UInt32((ulong)i))];

    private static ChannelScaling Scaling(int channels) => new(
        [.. Enumerable.Range(0, channels).Select(channel => 100.3 + channel)], [.. Enumerable.Range(0, channels).Select(channel => 0.37 * channel)]);

    private static float Scaled(float value, ChannelScaling scaling, int channel) => scaling.Deviations[channel] == 0
        ? 0
        : (value - (float)scaling.Means[channel]) * (float)(1 / scaling.Deviations[channel]);

    private static (float[] Inputs, int[] Labels) Gather(LabelledData data, IEnumerable<int> rows)
    {
        int[] all = [.. rows], labels = new int[all.Length];
        var inputs = new float[all.Length * data.InputLength];
        data.Gather(all, inputs, labels);
        return (inputs, labels);
    }

    private static float[] Augmented(LabelledData data, int[] rows, Augmentation augmentation, ulong seed, ulong draw)
    {
        var inputs = new float[rows.Length * data.InputLength];
        data.Gather(rows, augmentation, seed, draw, inputs);
        return inputs;
    }
}
