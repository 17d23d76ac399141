namespace HpcCoreset;

/// <summary>How well a coreset stands for all rows. The distortion of a set of centres is max(a / b, b / a) of the cost of all rows, a,
/// and of the coreset, b; 1 is perfect.</summary>
public readonly record struct CoresetEvaluation
{
    /// <summary>Over all candidates, the caller's own centres included.</summary>
    public DistortionFigures Distortion { get; init; }

    /// <summary>Over the candidates that were drawn from the coreset or solved on it; there a coreset flatters itself.</summary>
    public DistortionFigures OnCoreset { get; init; }

    /// <summary>Over the candidates that were drawn from all rows, or those that the coreset lacks, or solved on all rows.</summary>
    public DistortionFigures HeldOut { get; init; }

    /// <summary>Over the convex combinations of two seedings.</summary>
    public DistortionFigures Hull { get; init; }

    /// <summary>
    /// Number of the worst candidate, from 0; the caller's own centres come last, as number <see cref="EvaluationOptions.Candidates"/>.
    /// </summary>
    public int WorstCandidate { get; init; }

    /// <summary>Weighted cost of all rows against the caller's own centres, or the worst candidate if there are none.</summary>
    public double CostFull { get; init; }

    /// <summary>Weighted cost of the coreset against the same centres, its offset included.</summary>
    public double CostCoreset { get; init; }

    /// <summary>Sum of the coreset's weights; <see cref="FullMass"/> is what it should be.</summary>
    public double Mass { get; init; }

    /// <summary>Sum of the weights of all rows.</summary>
    public double FullMass { get; init; }

    /// <summary>Bytes of all rows as they are stored: their values, the scales of signed bytes, and 8 per weight if weights were given.</summary>
    public long FullBytes { get; init; }

    /// <summary>
    /// Bytes of the coreset: its rows stored as all rows are, or float32 centroids, and 8 per weight. Row numbers are not counted.
    /// </summary>
    public long CoresetBytes { get; init; }

    /// <summary>The worst distortion over the candidates, the caller's own centres included.</summary>
    public double MaxDistortion => Distortion.Max;

    /// <summary>The mean distortion over the candidates, the caller's own centres included.</summary>
    public double MeanDistortion => Distortion.Mean;

    /// <summary>How many times smaller the coreset is than all rows, in bytes.</summary>
    public double CompressionRatio => (double)FullBytes / CoresetBytes;
}
