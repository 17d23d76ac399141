using System;

namespace HpcCoreset.Training.Networks;

/// <summary>What a layer hands on: values, the gradient of the objective by them, and for Hessian-vector products the tangents of both.</summary>
/// <param name="shape">Pixels of an image.</param>
/// <param name="border">Frame of zeros around the values, as the convolution that reads them needs it.</param>
/// <param name="gradientBorder">Frame of zeros around the gradients, as the convolution that wrote the values needs it.</param>
internal sealed class FeatureMap(MapShape shape, int border, int gradientBorder)
{
    /// <summary>Pixels of an image.</summary>
    public MapShape Shape { get; } = shape;

    /// <summary>The values.</summary>
    public Plane Values { get; } = new(shape, border);

    /// <summary>How the values change along the vector of a Hessian-vector product.</summary>
    public Plane Tangents { get; } = new(shape, border);

    /// <summary>The gradient of the objective by the values.</summary>
    public Plane Gradients { get; } = new(shape, gradientBorder);

    /// <summary>How the gradient changes along the vector.</summary>
    public Plane GradientTangents { get; } = new(shape, gradientBorder);

    /// <summary>How many images memory can be addressed for.</summary>
    public int MostImages => Math.Min(Values.MostImages, Gradients.MostImages);

    /// <summary>Makes room for a number of images.</summary>
    /// <param name="images">How many.</param>
    /// <param name="withGradients">Whether a backward pass follows.</param>
    /// <param name="withTangents">Whether tangents are computed too.</param>
    public void Reserve(int images, bool withGradients, bool withTangents)
    {
        Values.Reserve(images);
        if (withTangents) Tangents.Reserve(images);
        if (withGradients) Gradients.Reserve(images);
        if (withGradients && withTangents) GradientTangents.Reserve(images);
    }
}
