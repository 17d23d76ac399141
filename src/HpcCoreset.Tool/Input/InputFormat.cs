namespace HpcCoreset.Tool.Input;

/// <summary>The formats of files with numbers.</summary>
internal enum InputFormat
{
    /// <summary>NumPy's <c>.npy</c>.</summary>
    Npy,

    /// <summary>Text with a separator: <c>.csv</c>, <c>.tsv</c>.</summary>
    Delimited,

    /// <summary>IDX: MNIST and its relatives.</summary>
    Idx,
}
