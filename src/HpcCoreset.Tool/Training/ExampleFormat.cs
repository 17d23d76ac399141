namespace HpcCoreset.Tool.Training;

/// <summary>What labelled examples are kept in.</summary>
internal enum ExampleFormat
{
    /// <summary>A pair of IDX files.</summary>
    Idx,

    /// <summary>A <c>.npy</c> tensor and a file of labels.</summary>
    Npy,

    /// <summary>Text with a column of labels.</summary>
    Delimited,

    /// <summary>LIBSVM text.</summary>
    LibSvm,
}
