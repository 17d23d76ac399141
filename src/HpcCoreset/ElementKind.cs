namespace HpcCoreset;

/// <summary>How the values of rows are stored in the caller's memory.</summary>
internal enum ElementKind
{
    /// <summary>IEEE binary32, read in place.</summary>
    Float32,

    /// <summary>IEEE binary16; every value is a float32 value too.</summary>
    Float16,
}
