using System.Collections.Generic;
using System.IO;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Training.Data;

/// <summary>Reads examples that NumPy saved (<c>numpy.save</c>), with a file of labels beside them.</summary>
public static class NpyData
{
    /// <summary>Reads two files, decompressed where a name ends in <c>.gz</c>.</summary>
    /// <param name="values">
    /// Path of a <c>.npy</c> array in C order of uint8, int8, float16, float32 or float64 (kept as float32): [examples][values],
    /// [examples][height][width] or [examples][height][width][channels].
    /// </param>
    /// <param name="labels">
    /// Path of one label per example: a <c>.npy</c> vector of classes from 0, an IDX file of them, or text with a name per line.
    /// </param>
    /// <param name="classNames">The classes that names stand for, such as those of the training examples; nothing for those that occur, in order.</param>
    /// <exception cref="DataFileException">A file cannot be read or is not what it has to be; the message says which, where and why.</exception>
    public static LabelledData Read(string values, string labels, IReadOnlyList<string>? classNames = null)
    {
        (ExampleValues Values, int Count, ExampleShape Shape) examples = DataFile.Read(values, Examples);
        return ClassLabels.Read(labels, examples.Count, classNames).With(labels, examples);
    }

    /// <summary>Reads two streams of <c>.npy</c>, from where they stand.</summary>
    /// <param name="values">The examples, as in a file.</param>
    /// <param name="labels">One class per example, from 0.</param>
    /// <exception cref="DataFileException">A stream is not what it has to be; the message says which, where and why.</exception>
    public static LabelledData Read(Stream values, Stream labels)
    {
        (ExampleValues Values, int Count, ExampleShape Shape) examples = DataFile.Read(values, nameof(values), Examples);
        return DataFile.Read(labels, nameof(labels), (stream, file) =>
            ClassLabels.OfNumbers(file, NpyHeader.Read(stream, file, ElementType.OfColumns).ReadColumn(stream))).With(nameof(labels), examples);
    }

    private static (ExampleValues Values, int Count, ExampleShape Shape) Examples(Stream stream, string file) =>
        NpyHeader.Read(stream, file, ElementType.OfRows).ReadExamples(stream);
}
