namespace HpcCoreset.Tool.Training;

/// <summary>How a learning rate changes.</summary>
internal enum LearningSchedule
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>It falls at two milestones.</summary>
    Step,

    /// <summary>It falls like a cosine.</summary>
    Cosine,
}
