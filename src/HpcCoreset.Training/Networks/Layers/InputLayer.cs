using System;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>Copies a batch's examples into the frame that the first convolution needs.</summary>
/// <param name="output">The network's first map.</param>
internal sealed unsafe class InputLayer(FeatureMap output) : Layer(output, output)
{
    /// <summary>[image][height][width][channels] without gaps; set for every pass.</summary>
    public float* Examples { get; set; }

    public override void Forward(Pass pass, int from, int to)
    {
        MapShape shape = Output.Shape;
        for (int image = from; image < to; image++)
            for (int line = 0; line < shape.Height; line++)
            {
                float* source = Examples + (nint)image * shape.Length + (nint)line * shape.LineLength;
                new ReadOnlySpan<float>(source, shape.LineLength).CopyTo(new Span<float>(Output.Values.Pixels(image) + line * Output.Values.Line, shape.LineLength));
            }
    }

    public override void Backward(Pass pass, int from, int to)
    {
    }
}
