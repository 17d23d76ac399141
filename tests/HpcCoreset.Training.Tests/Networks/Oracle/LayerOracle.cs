using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>
/// A layer by its definition, in double and plain loops. Activations are [image][height][width][channels]; parameters and running
/// statistics belong to the network and come with every call.
/// </summary>
internal abstract class LayerOracle(ExampleShape input, ExampleShape output, int parameters = 0, int statistics = 0)
{
    public ExampleShape Input { get; } = input;

    public ExampleShape Output { get; } = output;

    public int Parameters { get; } = parameters;

    public int Statistics { get; } = statistics;

    /// <summary>Parameters to start from, out of uniform values in [-1, 1).</summary>
    public virtual void Initialize(Span<double> parameters, Func<double> uniform)
    {
    }

    /// <summary>Running statistics to start from.</summary>
    public virtual void InitializeStatistics(Span<double> statistics)
    {
    }

    /// <summary>The outputs, in an array of their own.</summary>
    public abstract double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics);

    /// <summary>Adds the gradient by the parameters, and returns that by the inputs, of the last training pass.</summary>
    public abstract double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient);

    /// <summary>Lets the running statistics learn from the last training pass.</summary>
    public virtual void Learn(Span<double> statistics)
    {
    }
}
