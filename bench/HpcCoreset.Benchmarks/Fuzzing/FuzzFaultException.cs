using System;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>A parser did what it must not: what it read does not hold together, or it refused without saying what and where.</summary>
/// <param name="message">What it did.</param>
internal sealed class FuzzFaultException(string message) : Exception(message);
