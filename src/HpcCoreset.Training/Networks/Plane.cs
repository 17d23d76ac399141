using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks;

/// <summary>
/// The values of one kind that a layer hands on, for a number of images: [image][height][width][channels], framed by zeros.
/// </summary>
/// <remarks>
/// A frame is shared: what follows a line of pixels precedes the next one, and what follows an image precedes the next image. So a window of
/// a convolution that reaches over an edge reads zeros, and a frame of one pixel costs 6 % of 32 x 32 pixels. Only
/// <see cref="Reserve"/> writes the frame; layers write pixels alone.
/// </remarks>
/// <param name="shape">Pixels of an image.</param>
/// <param name="border">Width of the frame in pixels.</param>
internal sealed unsafe class Plane(MapShape shape, int border)
{
    private readonly PinnedBuffer<float> _values = new();
    private int _images;

    /// <summary>Pixels of an image.</summary>
    public MapShape Shape { get; } = shape;

    /// <summary>Values from a pixel to the one below.</summary>
    public nint Line { get; } = (nint)(shape.Width + border) * shape.Channels;

    /// <summary>Values from an image to the next.</summary>
    public nint Image { get; } = (nint)(shape.Height + border) * (shape.Width + border) * shape.Channels;

    /// <summary>Whether the pixels of an image lie without a gap.</summary>
    public bool IsDense => border == 0;

    /// <summary>How many images memory can be addressed for.</summary>
    public int MostImages => (int)Math.Min(int.MaxValue, (int.MaxValue - Frame - OuterProducts.OverRead - 64) / Image);

    /// <summary>Makes room and sets all of it to 0; allocates only when the number of images grows.</summary>
    public void Reserve(int images)
    {
        if (images <= _images) return;
        int length = checked((int)(images * Image + Frame + OuterProducts.OverRead));
        _values.Reserve(length);
        _values.Span(length).Clear();
        _images = images;
    }

    /// <summary>The first value of the pixel at the top left of an image.</summary>
    public float* Pixels(int image) => _values.Pointer + image * Image + Frame;

    private nint Frame => border * (Line + Shape.Channels);
}
