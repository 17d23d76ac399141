namespace HpcCoreset.Tool.Training;

/// <summary>What the user asked for about labelled examples.</summary>
/// <param name="Source">A file, a folder with a collection of images, or the name of a sample.</param>
/// <param name="Format">What the file is, or nothing for what its name tells.</param>
/// <param name="Labels">The file of the labels, or nothing.</param>
/// <param name="LabelColumn">The column of the labels, or nothing.</param>
/// <param name="Test">A file of the same format to test on, or nothing.</param>
/// <param name="TestLabels">The file of its labels, or nothing.</param>
/// <param name="HasHeader">Whether the first line of a text names the columns; nothing for what it looks like.</param>
internal sealed record ExampleSource(string Source, ExampleFormat? Format, string? Labels, string? LabelColumn, string? Test, string? TestLabels, bool? HasHeader);
