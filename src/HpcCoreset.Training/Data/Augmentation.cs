using System;

namespace HpcCoreset.Training.Data;

/// <summary>
/// Random changes that leave an image's class what it is: a crop of the image's own size out of the image with a border, and a mirror image
/// in half of the cases. The usual ones for CIFAR (He, Zhang, Ren, Sun: Deep residual learning for image recognition. CVPR 2016, 4.2).
/// </summary>
/// <remarks>
/// The border has the stored value 0 (black), as with torchvision's <c>RandomCrop</c> before <c>Normalize</c>: after scaling it is
/// -mean / deviation and not 0. Each of the (2 Padding + 1)² crops is equally likely.
/// </remarks>
/// <param name="Padding">Pixels of border on each side: 0 for no crop, and less than the image's height and width.</param>
/// <param name="HorizontalFlip">Whether half of the images are mirrored left to right.</param>
public readonly record struct Augmentation(int Padding, bool HorizontalFlip)
{
    /// <summary>Images as they are.</summary>
    public static Augmentation None => default;

    /// <summary>Four pixels of border, and mirror images.</summary>
    public static Augmentation PadCropFlip => new(4, true);

    /// <summary>Refuses what cannot be done to examples of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="argument">The name of this in messages.</param>
    /// <exception cref="ArgumentException">The border is negative, or as wide as an image; or there is nothing to mirror.</exception>
    internal void Check(ExampleShape shape, string argument)
    {
        int most = Math.Min(shape.Height, shape.Width) - 1;
        if (Padding < 0 || Padding > most)
            throw new ArgumentException(
                $"{argument}: found a padding of {Padding} for examples of {shape.Height} x {shape.Width}; 0 to {most} is allowed.", argument);
        if (HorizontalFlip && shape.Width == 1)
            throw new ArgumentException($"{argument}: found a horizontal flip for examples of {shape.Height} x {shape.Width}; images wider than one pixel are allowed.", argument);
    }

    /// <summary>What happens to one image: where its crop begins, from -Padding to Padding, and whether it is mirrored.</summary>
    /// <param name="words">Four random words.</param>
    internal (int Top, int Left, bool Mirror) Draw((uint X0, uint X1, uint X2, uint X3) words) =>
        (Offset(words.X0), Offset(words.X1), HorizontalFlip && words.X2 >> 31 != 0);

    private int Offset(uint word) => (int)((2 * (ulong)Padding + 1) * word >> 32) - Padding;
}
