using System;
using System.IO;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Training.Data;

/// <summary>
/// Reads the binary versions of CIFAR-10 and CIFAR-100 (Krizhevsky: Learning multiple layers of features from tiny images, 2009): 32 x 32
/// images, each after its labels, whose planes of red, green and blue become pixels of three channels.
/// </summary>
public static class CifarData
{
    private const int Side = 32;
    private const int Channels = 3;
    private const int ImageBytes = Side * Side * Channels;

    private static readonly ExampleShape _shape = new(Side, Side, Channels);

    /// <summary>Reads files of CIFAR-10, one after the other: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c>, or <c>test_batch.bin</c>.</summary>
    /// <param name="paths">Their paths, at least one; decompressed where a name ends in <c>.gz</c>.</param>
    /// <returns>Examples of 10 classes.</returns>
    /// <exception cref="DataFileException">A file cannot be read or is not what it has to be; the message says which, where and why.</exception>
    public static LabelledData ReadCifar10(params ReadOnlySpan<string> paths) => Read(paths, ReadFile, labelBytes: 1, label: 0, classes: 10);

    /// <summary>Reads CIFAR-10, from where a stream stands to its end.</summary>
    /// <param name="stream">The records, as in a file.</param>
    /// <returns>Examples of 10 classes.</returns>
    /// <exception cref="DataFileException">It is not what it has to be; the message says where and why.</exception>
    public static LabelledData ReadCifar10(Stream stream) => Read([stream], ReadStream, labelBytes: 1, label: 0, classes: 10);

    /// <summary>Reads files of CIFAR-100: <c>train.bin</c> or <c>test.bin</c>.</summary>
    /// <param name="paths">Their paths, at least one; decompressed where a name ends in <c>.gz</c>.</param>
    /// <returns>Examples of 100 classes, the fine ones.</returns>
    /// <exception cref="DataFileException">A file cannot be read or is not what it has to be; the message says which, where and why.</exception>
    public static LabelledData ReadCifar100(params ReadOnlySpan<string> paths) => Read(paths, ReadFile, labelBytes: 2, label: 1, classes: 100);

    /// <summary>Reads CIFAR-100, from where a stream stands to its end.</summary>
    /// <param name="stream">The records, as in a file.</param>
    /// <returns>Examples of 100 classes.</returns>
    /// <exception cref="DataFileException">It is not what it has to be; the message says where and why.</exception>
    public static LabelledData ReadCifar100(Stream stream) => Read([stream], ReadStream, labelBytes: 2, label: 1, classes: 100);

    /// <summary>Reads files of CIFAR-100 with their coarse labels.</summary>
    /// <param name="paths">Their paths, at least one; decompressed where a name ends in <c>.gz</c>.</param>
    /// <returns>Examples of 20 classes.</returns>
    /// <exception cref="DataFileException">A file cannot be read or is not what it has to be; the message says which, where and why.</exception>
    public static LabelledData ReadCifar100Coarse(params ReadOnlySpan<string> paths) => Read(paths, ReadFile, labelBytes: 2, label: 0, classes: 20);

    /// <summary>Reads CIFAR-100 with its coarse labels, from where a stream stands to its end.</summary>
    /// <param name="stream">The records, as in a file.</param>
    /// <returns>Examples of 20 classes.</returns>
    /// <exception cref="DataFileException">It is not what it has to be; the message says where and why.</exception>
    public static LabelledData ReadCifar100Coarse(Stream stream) => Read([stream], ReadStream, labelBytes: 2, label: 0, classes: 20);

    private static (string Name, byte[] Records) ReadFile(string path) => (path, DataFile.Read(path, ReadAll));

    private static (string Name, byte[] Records) ReadStream(Stream stream) => (nameof(stream), DataFile.Read(stream, nameof(stream), ReadAll));

    private static LabelledData Read<T>(ReadOnlySpan<T> paths, Func<T, (string Name, byte[] Records)> read, int labelBytes, int label, int classes)
    {
        if (paths.IsEmpty) throw new ArgumentException("paths: found none; at least 1 file is needed.", nameof(paths));
        (byte[] values, int[] labels) = ([], []);
        foreach (T source in paths)
        {
            (string file, byte[] records) = read(source);
            int recordBytes = labelBytes + ImageBytes, count = records.Length / recordBytes, before = labels.Length;
            if (records.Length == 0 || records.Length % recordBytes != 0)
                throw new DataFileException(
                    $"{file}: found {records.Length} bytes, {records.Length % recordBytes} more than {count} records of {recordBytes} take: truncated, "
                    + "or another format");
            if (((long)before + count) * ImageBytes > Array.MaxLength)
                throw new DataFileException($"{file}: found more images than fit, allowed are {Array.MaxLength / ImageBytes}");
            Array.Resize(ref labels, before + count);
            Array.Resize(ref values, labels.Length * ImageBytes);
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<byte> record = records.AsSpan(row * recordBytes, recordBytes);
                labels[before + row] = record[label] < classes
                    ? record[label]
                    : throw new DataFileException(
                        $"{file}: found {record[label]} as the label of row {row} (counted from 0), allowed are 0 to {classes - 1}");
                Interleave(record[labelBytes..], values.AsSpan((before + row) * ImageBytes, ImageBytes));
            }
        }
        return new LabelledData(new ExampleValues<byte>(values), labels, _shape, classes);
    }

    private static byte[] ReadAll(Stream stream, string file)
    {
        if (stream.CanSeek && stream.Length > Array.MaxLength)
            throw new DataFileException($"{file}: found {stream.Length} bytes, allowed are {Array.MaxLength}");
        using var all = new MemoryStream(stream.CanSeek ? (int)stream.Length : 0);
        stream.CopyTo(all);
        return all.Length == all.Capacity ? all.GetBuffer() : all.ToArray();
    }

    /// <summary>From planes to pixels.</summary>
    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        const int Plane = Side * Side;
        for (int pixel = 0; pixel < Plane; pixel++)
        {
            pixels[Channels * pixel] = planes[pixel];
            pixels[Channels * pixel + 1] = planes[Plane + pixel];
            pixels[Channels * pixel + 2] = planes[2 * Plane + pixel];
        }
    }
}
