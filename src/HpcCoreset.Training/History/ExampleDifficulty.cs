namespace HpcCoreset.Training;

/// <summary>How hard examples were to learn, on average.</summary>
/// <param name="Loss">The mean of their losses at a recording.</param>
/// <param name="ForgettingEvents">The mean of their forgetting events in all of the run that is recorded.</param>
/// <param name="NeverLearned">
/// The share that was not classified rightly at any recording, from 0 to 1. Such examples may be the hardest and yet have no forgetting events.
/// </param>
public readonly record struct ExampleDifficulty(double Loss, double ForgettingEvents, double NeverLearned);
