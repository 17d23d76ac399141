using System;

namespace HpcCoreset.Kernels;

/// <summary>Asks the generator for the passes of <see cref="FactoredTiles"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FactoredTilesAttribute : Attribute;
