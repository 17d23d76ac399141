namespace HpcCoreset.Training.Networks;

/// <summary>Pixels that a layer hands on for one image; a plain vector is one pixel with a channel per value.</summary>
internal readonly record struct MapShape(int Height, int Width, int Channels)
{
    /// <summary>Number of values.</summary>
    public int Length => checked(Height * Width * Channels);

    /// <summary>Values of a line of pixels, which lie side by side.</summary>
    public int LineLength => Width * Channels;
}
