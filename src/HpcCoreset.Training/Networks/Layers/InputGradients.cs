namespace HpcCoreset.Training.Networks.Layers;

/// <summary>A convolution's weights, packed for the gradient by its inputs.</summary>
internal abstract unsafe class InputGradients
{
    /// <summary>Channels that fill a tile's registers.</summary>
    private const int WholeTile = 16;

    /// <summary>The way that multiplies less.</summary>
    public static InputGradients For(Window window, int inputs, int outputs) =>
        inputs % WholeTile == 0 ? new ReversedWeights(window, inputs, outputs) : new WindowGradients(window, inputs, outputs);

    /// <summary>Makes room.</summary>
    /// <param name="chunks">Chunks that may be under way at once.</param>
    public abstract void Reserve(int chunks);

    /// <summary>Packs the weights [kernel row][kernel column][in][out].</summary>
    public abstract void Pack(float* weights);

    /// <summary>The gradient by the inputs of one image, or that added to what is there.</summary>
    /// <param name="image">Which image.</param>
    /// <param name="chunk">The chunk that it belongs to.</param>
    /// <param name="gradients">The gradients by the outputs.</param>
    /// <param name="target">The gradients by the inputs.</param>
    /// <param name="add">Whether to add.</param>
    public abstract void Multiply(int image, int chunk, Plane gradients, Plane target, bool add);
}
