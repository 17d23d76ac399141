namespace HpcCoreset.Training.Networks;

/// <summary>One array among the numbers of a layer, which lie one array after the other.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shape">The length of each axis, the last of which lies densest.</param>
internal readonly record struct LayerArray(string Name, params long[] Shape);
