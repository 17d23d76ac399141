namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>What came of a case.</summary>
/// <param name="Outcome">What the parser did.</param>
/// <param name="Bytes">What it reserved.</param>
/// <param name="Message">What it said, or what is wrong with it.</param>
internal readonly record struct FuzzResult(FuzzOutcome Outcome, long Bytes, string Message);
