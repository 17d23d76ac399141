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

    /// <summary>Float32 values and nothing else: <c>.f32</c>.</summary>
    Raw,

    /// <summary>Vectors of float32, each after its dimension: <c>.fvecs</c>.</summary>
    FloatVectors,

    /// <summary>Vectors of bytes, each after its dimension: <c>.bvecs</c>.</summary>
    ByteVectors,

    /// <summary>What <c>reduce</c> writes: <c>.hpcs</c>.</summary>
    Summary,
}
