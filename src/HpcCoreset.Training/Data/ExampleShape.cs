namespace HpcCoreset.Training.Data;

/// <summary>How the values of an example lie: an image as [height][width][channels]; a plain vector is 1 x 1 x length.</summary>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Pixels in a row, at least 1.</param>
/// <param name="Channels">Values of a pixel, at least 1.</param>
public readonly record struct ExampleShape(int Height, int Width, int Channels)
{
    /// <summary>A plain vector.</summary>
    /// <param name="length">Number of values, at least 1.</param>
    public static ExampleShape Vector(int length) => new(1, 1, length);

    /// <summary>Number of values.</summary>
    public int Length => checked(Height * Width * Channels);

    /// <inheritdoc/>
    public override string ToString() => $"{Height} x {Width} x {Channels}";
}
