using System;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Training.Data;

/// <summary>A file of data cannot be opened, or is not what it has to be: the message, one line, says which file, where, what was found and what is allowed.</summary>
/// <param name="message">What is wrong.</param>
public sealed class DataFileException(string message) : Exception(OneLine.Of(message))
{
    /// <summary>The refusal of a value that is not a finite float32.</summary>
    /// <param name="file">Where it was found.</param>
    /// <param name="row">Its row, counted from 0.</param>
    /// <param name="column">Its column, counted from 0.</param>
    /// <param name="found">What stands there.</param>
    internal static DataFileException NotFinite(string file, long row, int column, string found) =>
        new($"{file}: found {found} in row {row}, column {column} (both counted from 0), allowed are finite float32 values");
}
