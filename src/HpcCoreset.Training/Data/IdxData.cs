using System;
using System.IO;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Training.Data;

/// <summary>Reads pairs of IDX files, as MNIST and its relatives come: images of bytes in one, labels in the other.</summary>
public static class IdxData
{
    /// <summary>Reads two files, decompressed where a name ends in <c>.gz</c>.</summary>
    /// <param name="images">Path of the images: [examples][height][width], with channels or without; or [examples][values].</param>
    /// <param name="labels">Path of the labels: [examples], from 0.</param>
    /// <param name="classes">Number of classes; 0 for the highest label and one.</param>
    /// <exception cref="DataFileException">A file cannot be read or is not what it has to be; the message says which, where and why.</exception>
    public static LabelledData Read(string images, string labels, int classes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        return DataFile.Read(labels, ClassLabels.OfIdx).With(labels, DataFile.Read(images, Examples), classes);
    }

    /// <summary>Reads two streams, from where they stand.</summary>
    /// <param name="images">The images, as in a file.</param>
    /// <param name="labels">The labels, as in a file.</param>
    /// <param name="classes">Number of classes; 0 for the highest label and one.</param>
    /// <exception cref="DataFileException">A stream is not what it has to be; the message says which, where and why.</exception>
    public static LabelledData Read(Stream images, Stream labels, int classes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        return DataFile.Read(labels, nameof(labels), ClassLabels.OfIdx)
            .With(nameof(labels), DataFile.Read(images, nameof(images), Examples), classes);
    }

    private static (ExampleValues Values, int Count, ExampleShape Shape) Examples(Stream stream, string file) =>
        IdxHeader.Read(stream, file).ReadExamples(stream);
}
