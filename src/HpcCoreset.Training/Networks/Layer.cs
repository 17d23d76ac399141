namespace HpcCoreset.Training.Networks;

/// <summary>
/// One layer of a network. It works on ranges of images, so that a chunk of images goes through several layers while it lies in the cache, and
/// nothing is fused by hand.
/// </summary>
/// <remarks>
/// <para>The network runs phases. In a phase every chunk of images goes through the same layers, image by image, chunk by chunk on any thread. A
/// layer that has to know all images first (<see cref="IsBatchWide"/>) begins a phase: it observes the images at the end of the phase before,
/// what it saw is combined by one thread, and then its own pass runs.</para>
/// <para>Backward is the mirror image: gradients by a layer's outputs are complete when it is called. Where
/// <see cref="AddsToInputGradient"/> is set, another layer has written to the gradient by the inputs already.</para>
/// <para>With <see cref="Pass.HasTangents"/> each method computes the tangents too: forward over reverse (Pearlmutter, Neural Computation
/// 6, 1994).</para>
/// <para>A sum over images is one of chunk sums in order, each in the order of its images.</para>
/// </remarks>
internal abstract unsafe class Layer
{
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it writes; the same map for a layer that works in place.</param>
    protected Layer(FeatureMap input, FeatureMap output) => (Input, Output) = (input, output);

    /// <summary>What it reads.</summary>
    public FeatureMap Input { get; }

    /// <summary>What it writes.</summary>
    public FeatureMap Output { get; }

    /// <summary>How many parameters are its own.</summary>
    public virtual int ParameterCount => 0;

    /// <summary>Which arrays the parameters are, in the order in which they lie.</summary>
    public virtual LayerArray[] ParameterArrays => [];

    /// <summary>Where they begin.</summary>
    public int ParameterOffset { get; set; }

    /// <summary>How many running statistics are its own.</summary>
    public virtual int StatisticCount => 0;

    /// <summary>Which arrays the running statistics are, in the order in which they lie.</summary>
    public virtual LayerArray[] StatisticArrays => [];

    /// <summary>Where they begin.</summary>
    public int StatisticOffset { get; set; }

    /// <summary>Whether anybody needs the gradient by its inputs: not those of the network, whose tangents are 0 besides.</summary>
    public bool NeedsInputGradient { get; set; } = true;

    /// <summary>Whether the gradient by its inputs is added to what is there.</summary>
    public bool AddsToInputGradient { get; set; }

    /// <summary>A second map that it reads, whose gradient it writes as well; null for most.</summary>
    public virtual FeatureMap? Shortcut => null;

    /// <summary>Whether the gradient by the shortcut is added to what is there.</summary>
    public bool AddsToShortcutGradient { get; set; }

    /// <summary>Whether it has to observe all images before it can compute one, in a training pass.</summary>
    public virtual bool IsBatchWide => false;

    /// <summary>Whether it reads many parameters per image, and likes all images of a chunk at once.</summary>
    public virtual bool PrefersWholeChunks => false;

    /// <summary>Sets the parameters and the statistics to where training starts.</summary>
    public virtual void Initialize(float* parameters, float* statistics, ulong seed, ulong stream)
    {
    }

    /// <summary>Makes room of its own for a pass; allocates only when it outgrows every earlier one.</summary>
    public virtual void Reserve(Pass pass)
    {
    }

    /// <summary>Parts of the work to be done once per pass, before any image.</summary>
    public virtual int PreparationParts => 0;

    /// <summary>Does one part: packs parameters.</summary>
    public virtual void Prepare(Pass pass, int part)
    {
    }

    /// <summary>Looks at the inputs of images <paramref name="from"/> to <paramref name="to"/> - 1 of a training pass; a batch-wide layer only.</summary>
    public virtual void Observe(Pass pass, int from, int to)
    {
    }

    /// <summary>Combines what was observed of all images, on one thread.</summary>
    public virtual void Combine(Pass pass)
    {
    }

    /// <summary>Computes the outputs of images <paramref name="from"/> to <paramref name="to"/> - 1.</summary>
    public abstract void Forward(Pass pass, int from, int to);

    /// <summary>Looks at the gradients by the outputs; a batch-wide layer only.</summary>
    public virtual void ObserveBackward(Pass pass, int from, int to)
    {
    }

    /// <summary>Combines what was observed of all images, on one thread, and writes the gradient by its own parameters.</summary>
    public virtual void CombineBackward(Pass pass)
    {
    }

    /// <summary>Computes the gradients by the inputs from those by the outputs, for images of one chunk.</summary>
    public abstract void Backward(Pass pass, int from, int to);

    /// <summary>Parts of the gradient by its parameters that are still to be added up when all images have gone back.</summary>
    public virtual int GradientParts => 0;

    /// <summary>Adds up one part of the gradient by its parameters.</summary>
    public virtual void AddUpGradient(Pass pass, int part)
    {
    }
}
