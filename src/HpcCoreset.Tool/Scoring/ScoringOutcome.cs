using System;

namespace HpcCoreset.Tool.Scoring;

/// <summary>What scoring has found.</summary>
/// <param name="Rows">The number of each row of the input.</param>
/// <param name="Scores">One for each of these.</param>
/// <param name="Dimension">Values per row.</param>
/// <param name="NormalRows">How many normal rows they were compared with.</param>
/// <param name="NormalMass">What these stand for.</param>
/// <param name="Load">Time spent reading.</param>
/// <param name="Fit">Time spent taking up the normal rows.</param>
/// <param name="Score">Time spent scoring.</param>
internal sealed record ScoringOutcome(
    long[] Rows, float[] Scores, int Dimension, int NormalRows, double NormalMass, TimeSpan Load, TimeSpan Fit, TimeSpan Score);
