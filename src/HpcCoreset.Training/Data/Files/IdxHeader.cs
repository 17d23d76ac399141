using System.Buffers.Binary;
using System.IO;

namespace HpcCoreset.Training.Data.Files;

/// <summary>The header of an IDX file, such as MNIST: two zeros, a type, the number of axes, their lengths (big-endian).</summary>
internal static class IdxHeader
{
    /// <summary>Reads a header; the stream then stands at the first value.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="DataFileException">The header is damaged, or says something that is not supported.</exception>
    public static RawArray Read(Stream stream, string file)
    {
        System.Span<byte> field = stackalloc byte[4];
        if (stream.ReadAtLeast(field, 4, throwOnEndOfStream: false) < 4 || field[0] != 0 || field[1] != 0)
            throw new DataFileException($"{file}: not an IDX file: it does not begin with two zero bytes and a type");
        ElementType element = field[2] switch
        {
            0x08 => ElementType.UInt8,
            0x09 => ElementType.Int8,
            byte type => throw new DataFileException(
                $"{file}: found IDX values of type 0x{type:X2}, allowed are 0x08 (uint8) and 0x09 (int8)"),
        };
        var shape = new long[field[3]];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (stream.ReadAtLeast(field, 4, throwOnEndOfStream: false) < 4)
                throw new DataFileException($"{file}: damaged IDX header: it ends early");
            shape[axis] = BinaryPrimitives.ReadUInt32BigEndian(field);
        }
        return new RawArray(file, element, shape, 4 + 4L * shape.Length);
    }
}
