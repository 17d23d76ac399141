using System;

namespace HpcCoreset.Training.Networks;

/// <summary>What a convolution looks at.</summary>
/// <param name="Kernel">Side of the square window in pixels.</param>
/// <param name="Stride">Pixels from window to window.</param>
/// <param name="Padding">Zeros on each side of the image.</param>
internal readonly record struct Window(int Kernel, int Stride, int Padding)
{
    /// <summary>Windows along a side of <paramref name="length"/> pixels.</summary>
    public int Count(int length) => (length + 2 * Padding - Kernel) / Stride + 1;

    /// <summary>What is handed on.</summary>
    public MapShape Output(MapShape input, int channels) => new(Count(input.Height), Count(input.Width), channels);

    /// <summary>
    /// Backward, the pixels at <paramref name="position"/>, position + Stride, ... of a side are reached through the same weights, of which
    /// there are <c>Taps</c>, the first at <c>Offset</c> and then every Stride; the windows that reach the first pixel end at <c>Last</c>.
    /// </summary>
    public (int Offset, int Taps, int Last) Reach(int position)
    {
        int offset = (position + Padding) % Stride;
        return (offset, Math.Max(0, (Kernel - offset + Stride - 1) / Stride), (position + Padding - offset) / Stride);
    }

    /// <summary>Zeros that must surround the gradients by the outputs, so that each pixel may ask all its taps.</summary>
    public int GradientBorder(int length)
    {
        int border = 0;
        for (int position = 0; position < length; position++)
        {
            (_, int taps, int last) = Reach(position);
            if (taps > 0) border = Math.Max(border, Math.Max(taps - 1 - last, last - (Count(length) - 1)));
        }
        return border;
    }
}
