namespace HpcCoreset.Training;

/// <summary>The steps from one recording of a <see cref="LearningHistory"/> to the next, and how hard the examples were that they trained on.</summary>
/// <param name="Step">Steps that had been taken at the recording.</param>
/// <param name="Picks">Examples of the steps, each time counted.</param>
/// <param name="Picked">How hard these examples are, each as often as it was picked; NaN where nothing was.</param>
/// <param name="All">How hard all examples are, to compare with.</param>
public readonly record struct LearningStretch(long Step, long Picks, ExampleDifficulty Picked, ExampleDifficulty All);
