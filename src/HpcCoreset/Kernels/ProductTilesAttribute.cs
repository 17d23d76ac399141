using System;

namespace HpcCoreset.Kernels;

/// <summary>Asks the generator for the matrix products of <see cref="ProductTiles"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ProductTilesAttribute : Attribute;
