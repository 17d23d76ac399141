using System;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>Adds a shortcut to what a path made, in place (He, Zhang, Ren, Sun, CVPR 2016).</summary>
/// <param name="path">Becomes the sum; its gradient is that of the sum, so nothing is left to do for it.</param>
/// <param name="shortcut">What is added; it has the same shape.</param>
internal sealed unsafe class Addition(FeatureMap path, FeatureMap shortcut) : Layer(path, path)
{
    public override FeatureMap Shortcut { get; } = shortcut;

    public override void Forward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            Add(image, Output.Values, Shortcut.Values);
            if (pass.HasTangents) Add(image, Output.Tangents, Shortcut.Tangents);
        }
    }

    public override void Backward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            HandOn(image, Shortcut.Gradients, Output.Gradients);
            if (pass.HasTangents) HandOn(image, Shortcut.GradientTangents, Output.GradientTangents);
        }
    }

    private static void Add(int image, Plane sums, Plane terms)
    {
        for (int line = 0; line < sums.Shape.Height; line++)
            Elementwise.Run(new AddTo(sums.Pixels(image) + line * sums.Line, terms.Pixels(image) + line * terms.Line), sums.Shape.LineLength);
    }

    private void HandOn(int image, Plane target, Plane source)
    {
        if (AddsToShortcutGradient)
        {
            Add(image, target, source);
            return;
        }
        int length = source.Shape.LineLength;
        for (int line = 0; line < source.Shape.Height; line++)
            new ReadOnlySpan<float>(source.Pixels(image) + line * source.Line, length).CopyTo(new Span<float>(target.Pixels(image) + line * target.Line, length));
    }
}
