using System;
using System.Linq;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>Training images made harder, and which of them are marked: near-copies, or images with a wrong label.</summary>
/// <param name="Data">The images.</param>
/// <param name="IsMarked">One flag per image.</param>
internal sealed record HardData(LabelledData Data, bool[] IsMarked)
{
    private const double OriginalShare = 0.05;
    private const double CopiedShare = 0.5;
    private const double WrongShare = 0.2;
    private const int GreyNoise = 12;

    /// <summary>
    /// Half of the images, any of them, are replaced by near-copies of a twentieth of all: moved by up to a pixel each way, and grey values off by
    /// up to 12 of 255.
    /// </summary>
    public static HardData WithCopies(LabelledData data, int seed)
    {
        var random = new Random(seed);
        int[] order = Shuffled(data.Count, random);
        int originals = (int)(OriginalShare * data.Count), copies = (int)(CopiedShare * data.Count);
        (byte[] pixels, int[] labels, bool[] isCopy) = (Pixels(data), data.Labels.ToArray(), new bool[data.Count]);
        byte[] sources = [.. pixels];
        (int height, int width) = (data.Shape.Height, data.Shape.Width);
        foreach (int row in order[^copies..])
        {
            int source = order[random.Next(originals)], down = random.Next(-1, 2), right = random.Next(-1, 2);
            (labels[row], isCopy[row]) = (labels[source], true);
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                {
                    (int fromY, int fromX) = (y - down, x - right);
                    bool isInside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
                    int grey = (isInside ? sources[(source * height + fromY) * width + fromX] : 0) + random.Next(-GreyNoise, GreyNoise + 1);
                    pixels[(row * height + y) * width + x] = (byte)Math.Clamp(grey, 0, 255);
                }
        }
        return new(new LabelledData(pixels, labels, data.Shape, data.Classes).With(data.Scaling!), isCopy);
    }

    /// <summary>A fifth of the images get another class, any of the others alike.</summary>
    public static HardData WithWrongLabels(LabelledData data, int seed)
    {
        var random = new Random(seed);
        (int[] labels, bool[] isWrong) = (data.Labels.ToArray(), new bool[data.Count]);
        foreach (int row in Shuffled(data.Count, random)[..(int)(WrongShare * data.Count)])
            (labels[row], isWrong[row]) = ((labels[row] + random.Next(1, data.Classes)) % data.Classes, true);
        return new(new LabelledData(Pixels(data), labels, data.Shape, data.Classes).With(data.Scaling!), isWrong);
    }

    private static byte[] Pixels(LabelledData data)
    {
        var values = new float[data.Count * data.InputLength];
        data.With(new ChannelScaling([0], [1])).Gather([.. Enumerable.Range(0, data.Count)], values);
        return [.. values.Select(value => (byte)value)];
    }

    private static int[] Shuffled(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return order;
    }
}
