namespace HpcCoreset.Evaluation;

/// <summary>Where a candidate solution comes from, which decides what its distortion tells.</summary>
internal enum CandidateFamily
{
    /// <summary>Drawn from the coreset or solved on it: what a user of the coreset will have, and what a coreset flatters itself on.</summary>
    Coreset,

    /// <summary>Drawn from the rows or solved on them: what the coreset has not seen.</summary>
    HeldOut,

    /// <summary>Between the seeds of two others: centres that are no rows.</summary>
    Hull,
}
