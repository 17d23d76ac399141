using System;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>Any layers that a test asks for.</summary>
internal sealed record LayeredDesign(ExampleShape Image, int Outputs, Action<NetworkBuilder> Layers) : NetworkDesign("layers", Image, Outputs)
{
    internal override void Build(NetworkBuilder builder) => Layers(builder);
}
