using System;

namespace HpcCoreset.Tool.Training;

/// <summary>A run was interrupted and can go on.</summary>
/// <param name="checkpoint">The file that it was saved in.</param>
internal sealed class ResumableException(string checkpoint) : OperationCanceledException($"interrupted; the same command with --resume {checkpoint} goes on");
