using System;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>The weights of a convolution as the gradient by its inputs needs them: turned round, transposed, a product per class of pixels.</summary>
/// <param name="window">The convolution's.</param>
/// <param name="inputs">Channels of its inputs.</param>
/// <param name="outputs">Channels of its outputs.</param>
internal sealed unsafe class ReversedWeights(Window window, int inputs, int outputs)
{
    private readonly WeightPanels?[] _classes = Create(window, inputs, outputs);

    /// <summary>Makes room.</summary>
    public void Reserve()
    {
        foreach (WeightPanels? panels in _classes) panels?.Reserve();
    }

    /// <summary>Packs the weights [kernel row][kernel column][in][out].</summary>
    public void Pack(float* weights)
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

    /// <summary>The gradient by the inputs of one image, or that added to what is there.</summary>
    /// <param name="gradients">The first pixel of the gradient by the outputs.</param>
    /// <param name="gradientPlane">How it lies.</param>
    /// <param name="target">The first pixel of the gradient by the inputs.</param>
    /// <param name="targetPlane">How it lies.</param>
    /// <param name="add">Whether to add.</param>
    public void Multiply(float* gradients, Plane gradientPlane, float* target, Plane targetPlane, bool add)
    {
        (int height, int width) = (targetPlane.Shape.Height, targetPlane.Shape.Width);
        for (int y = 0; y < height; y++)
        {
            (_, int rows, int bottom) = window.Reach(y);
            for (int x = 0; x < Math.Min(window.Stride, width); x++)
            {
                (_, int columns, int right) = window.Reach(x);
                int count = (width - x + window.Stride - 1) / window.Stride;
                float* pixels = target + y * targetPlane.Line + (nint)x * inputs;
                if (_classes[y % window.Stride * window.Stride + x] is { } panels)
                {
                    float* first = gradients + (bottom - rows + 1) * gradientPlane.Line + (nint)(right - columns + 1) * outputs;
                    panels.Multiply(
                        count, first, outputs, rows, gradientPlane.Line, add ? pixels : null, (nint)window.Stride * inputs, pixels, (nint)window.Stride * inputs);
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
