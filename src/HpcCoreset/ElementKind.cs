namespace HpcCoreset;

/// <summary>How the values of rows are stored in the caller's memory.</summary>
internal enum ElementKind
{
    /// <summary>IEEE binary32, read in place.</summary>
    Float32,

    /// <summary>IEEE binary16; every value is a float32 value too.</summary>
    Float16,

    /// <summary>Signed bytes and one float32 scale per row: a value is their product, rounded to float32.</summary>
    Int8,

    /// <summary>Bits, eight to a byte, the lowest first: a value is 0 or 1.</summary>
    Bit,

    /// <summary>The same bits, 32 to a value that is no number: what the passes that count bits read.</summary>
    BitWord,
}
