namespace HpcCoreset.Extensions.AI;

/// <summary>An item that was picked.</summary>
/// <typeparam name="TKey">What names an item.</typeparam>
/// <param name="Id">The item's id.</param>
/// <param name="Index">The item's row number: how many items were added before it.</param>
/// <param name="Weight">What the item stands for, in items (<see cref="Coreset.Weights"/>).</param>
/// <param name="Gain">Marginal gain or score when it was picked, or inclusion probability (<see cref="Coreset.Gains"/>).</param>
public readonly record struct EmbeddingPick<TKey>(TKey Id, int Index, double Weight, double Gain);
