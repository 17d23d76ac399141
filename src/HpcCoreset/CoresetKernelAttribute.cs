using System;

namespace HpcCoreset;

/// <summary>
/// Asks for the passes of a metric, specialised to a dimension: put it on a <c>readonly partial struct</c>, and the generator in this
/// package writes the other part.
/// </summary>
/// <example>
/// <code>
/// [CoresetKernel&lt;SquaredEuclidean&gt;(dimension: 96)]
/// internal readonly partial struct Embedding96;
/// </code>
/// </example>
/// <param name="dimension">Coordinates of a point, 1 to 65,536; 0 when known only at run time.</param>
/// <typeparam name="TMetric">A built-in metric or one of your own.</typeparam>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class CoresetKernelAttribute<TMetric>(int dimension = 0) : Attribute
    where TMetric : struct, IMetric
{
    /// <summary>Coordinates of a point; 0 when known only at run time.</summary>
    public int Dimension { get; } = dimension;
}
