using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>
/// The gradient by a convolution's inputs where these have few channels: the gradient of each window is a product, and windows are added
/// where they overlap.
/// </summary>
/// <remarks>
/// A line of a window has Kernel x inputs values, which fill registers better than the inputs of one pixel, and nothing is computed for
/// windows that reach over an edge. For LeNet-5's second convolution, 6 channels, a fifth of the multiplications of <see cref="ReversedWeights"/>.
/// </remarks>
/// <param name="window">The convolution's.</param>
/// <param name="inputs">Channels of its inputs.</param>
/// <param name="outputs">Channels of its outputs.</param>
internal sealed unsafe class WindowGradients(Window window, int inputs, int outputs) : InputGradients
{
    private const int Block = 24; // windows at a time, two tiles
    private readonly WeightPanels[] _rows = Create(window, inputs, outputs);
    private readonly PinnedBuffer<float> _windows = new();

    private int BlockLength => Block * _rows[0].PaddedColumns;

    public override void Reserve(int chunks)
    {
        foreach (WeightPanels panels in _rows) panels.Reserve();
        _windows.Reserve(checked(chunks * BlockLength));
    }

    public override void Pack(float* weights)
    {
        for (int row = 0; row < window.Kernel; row++)
            for (int panel = 0; panel < _rows[row].Count; panel++)
                _rows[row].PackTransposed(panel, 0, weights + (nint)row * window.Kernel * inputs * outputs, outputs, outputs);
    }

    public override void Multiply(int image, int chunk, Plane gradients, Plane target, bool add)
    {
        float* windows = _windows.Pointer + (nint)chunk * BlockLength;
        int padded = _rows[0].PaddedColumns;
        for (int line = 0; line < target.Shape.Height && !add; line++)
            new Span<float>(target.Pixels(image) + line * target.Line, target.Shape.LineLength).Clear();
        for (int line = 0; line < gradients.Shape.Height; line++)
            for (int row = 0; row < window.Kernel; row++)
            {
                int y = line * window.Stride + row - window.Padding;
                if ((uint)y >= (uint)target.Shape.Height) continue;
                for (int first = 0; first < gradients.Shape.Width; first += Block)
                {
                    int count = Math.Min(Block, gradients.Shape.Width - first);
                    _rows[row].MultiplyPadded(count, gradients.Pixels(image) + line * gradients.Line + (nint)first * outputs, outputs, windows);
                    for (int i = 0; i < count; i++)
                    {
                        int x = (first + i) * window.Stride - window.Padding, left = Math.Max(0, -x), right = Math.Min(window.Kernel, target.Shape.Width - x);
                        if (left >= right) continue;
                        float* pixels = target.Pixels(image) + y * target.Line + (nint)(x + left) * inputs;
                        Elementwise.Run(new AddTo(pixels, windows + (nint)i * padded + left * inputs), (right - left) * inputs);
                    }
                }
            }
    }

    private static WeightPanels[] Create(Window window, int inputs, int outputs)
    {
        var rows = new WeightPanels[window.Kernel];
        for (int row = 0; row < rows.Length; row++) rows[row] = new(outputs, window.Kernel * inputs);
        return rows;
    }
}
