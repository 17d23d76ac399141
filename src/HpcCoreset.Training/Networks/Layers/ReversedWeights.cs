using System;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>
/// The gradient by a convolution's inputs as a convolution of the gradients with the weights turned round. With a stride of s, pixels fall into
/// s x s classes that see different weights; each class is a product of its own, and nothing is multiplied by zeros but those around an image.
/// </summary>
/// <param name="window">The convolution's.</param>
/// <param name="inputs">Channels of its inputs.</param>
/// <param name="outputs">Channels of its outputs.</param>
internal sealed unsafe class ReversedWeights(Window window, int inputs, int outputs) : InputGradients
{
    private readonly WeightPanels?[] _classes = Create(window, inputs, outputs);

    public override void Reserve(int chunks)
    {
        foreach (WeightPanels? panels in _classes) panels?.Reserve();
    }

    public override void Pack(float* weights)
    {
        for (int y = 0; y < window.Stride; y++)
            for (int x = 0; x < window.Stride; x++)
            {
                if (_classes[y * window.Stride + x] is not { } panels) continue;
                (int top, int rows, _) = window.Reach(y);
                (int left, int columns, _) = window.Reach(x);
                // Windows that reach a pixel are met in ascending order, which is descending in the weights.
                for (int row = 0, step = 0; row < rows; row++)
                    for (int column = 0; column < columns; column++, step += outputs)
                    {
                        int tap = (top + (rows - 1 - row) * window.Stride) * window.Kernel + left + (columns - 1 - column) * window.Stride;
                        for (int panel = 0; panel < panels.Count; panel++)
                            panels.PackTransposed(panel, step, weights + (nint)tap * inputs * outputs, outputs, outputs);
                    }
            }
    }

    public override void Multiply(int image, int chunk, Plane gradients, Plane target, bool add)
    {
        (int height, int width) = (target.Shape.Height, target.Shape.Width);
        for (int y = 0; y < height; y++)
        {
            (_, int rows, int bottom) = window.Reach(y);
            for (int x = 0; x < Math.Min(window.Stride, width); x++)
            {
                (_, int columns, int right) = window.Reach(x);
                int count = (width - x + window.Stride - 1) / window.Stride;
                float* pixels = target.Pixels(image) + y * target.Line + (nint)x * inputs;
                if (_classes[y % window.Stride * window.Stride + x] is { } panels)
                {
                    float* first = gradients.Pixels(image) + (bottom - rows + 1) * gradients.Line + (nint)(right - columns + 1) * outputs;
                    panels.Multiply(
                        count, first, outputs, rows, gradients.Line, add ? pixels : null, (nint)window.Stride * inputs, pixels, (nint)window.Stride * inputs);
                }
                else if (!add)
                {
                    for (int i = 0; i < count; i++) new Span<float>(pixels + (nint)i * window.Stride * inputs, inputs).Clear();
                }
            }
        }
    }

    /// <summary>Nothing for pixels that no window reaches, as with a kernel of 1 and a stride of 2.</summary>
    private static WeightPanels?[] Create(Window window, int inputs, int outputs)
    {
        var classes = new WeightPanels?[window.Stride * window.Stride];
        for (int i = 0; i < classes.Length; i++)
        {
            int taps = window.Reach(i / window.Stride).Taps * window.Reach(i % window.Stride).Taps;
            if (taps > 0) classes[i] = new(taps * outputs, inputs);
        }
        return classes;
    }
}
