using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;

namespace HpcCoreset.Files;

/// <summary>
/// The frame of a file format: a mark whose first byte is no text and whose end does not survive a transfer as text; version and length
/// of the file, little-endian; the content; the SHA-256 of all that. Nothing is reserved by a number in a file before the file was seen to
/// be as long as that takes.
/// </summary>
/// <param name="name">Four capitals, which the mark and messages have.</param>
/// <param name="extension">What files end in, for messages.</param>
/// <param name="version">The one version that is written and read.</param>
/// <param name="leastContentBytes">The shortest content, without frame.</param>
internal sealed unsafe class SealedFormat(string name, string extension, int version, int leastContentBytes)
{
    /// <summary>Bytes of the mark, the version and the length.</summary>
    public const int FrameBytes = 8 + sizeof(int) + sizeof(long);

    /// <summary>Bytes of a file beside its content.</summary>
    public const int Overhead = FrameBytes + SHA256.HashSizeInBytes;

    private const int BlockBytes = 1 << 16;

    private readonly byte[] _mark = [0x89, (byte)name[0], (byte)name[1], (byte)name[2], (byte)name[3], (byte)'\r', (byte)'\n', 0x1A];

    private int LeastBytes => Overhead + leastContentBytes;

    /// <summary>Writes a file.</summary>
    /// <param name="file">Of the length that the content and <see cref="Overhead"/> take.</param>
    /// <param name="write">Writes the content.</param>
    public void Write(Span<byte> file, Action<BinaryWriter> write)
    {
        fixed (byte* first = file)
        {
            using var writer = new BinaryWriter(new UnmanagedMemoryStream(first, file.Length, file.Length, FileAccess.Write));
            writer.Write(_mark);
            writer.Write(version);
            writer.Write((long)file.Length);
            write(writer);
            if (writer.BaseStream.Position != file.Length - SHA256.HashSizeInBytes)
                throw new InvalidOperationException($"The content has {writer.BaseStream.Position - FrameBytes} bytes; room was made for {file.Length - Overhead}.");
        }
        SHA256.HashData(file[..^SHA256.HashSizeInBytes], file[^SHA256.HashSizeInBytes..]);
    }

    /// <summary>Checks the beginning of a file, as much as there is of it.</summary>
    /// <returns>The length of the file.</returns>
    /// <exception cref="InvalidDataException">It is none, or too short to tell.</exception>
    public long CheckFrame(ReadOnlySpan<byte> file)
    {
        int known = Math.Min(file.Length, _mark.Length);
        if (!file[..known].SequenceEqual(_mark.AsSpan(0, known))) throw new InvalidDataException($"not a {extension} file: it does not begin with \\x89{name}.");
        if (file.Length < FrameBytes)
            throw new InvalidDataException($"truncated: found {file.Length} bytes, the shortest {extension} file has {LeastBytes} and more.");
        int found = BinaryPrimitives.ReadInt32LittleEndian(file[_mark.Length..]);
        if (found != version) throw new InvalidDataException($"found version {found} of the {extension} format, allowed is {version}.");
        return BinaryPrimitives.ReadInt64LittleEndian(file[(_mark.Length + sizeof(int))..]);
    }

    /// <summary>Whether a file begins like one of this format.</summary>
    /// <param name="file">The file, or its first bytes.</param>
    public bool Begins(ReadOnlySpan<byte> file) => file.StartsWith(_mark);

    /// <summary>Reads a file to its end, of which no more than it has is reserved.</summary>
    /// <param name="source">The file; left open.</param>
    /// <exception cref="InvalidDataException">Its beginning is that of no such file.</exception>
    public ReadOnlyMemory<byte> ReadAll(Stream source) => ReadAll(source, this);

    /// <summary>Reads a file of this format or of another to its end, of which no more than it has is reserved.</summary>
    /// <param name="source">The file; left open.</param>
    /// <param name="other">The other format; messages are about this one.</param>
    /// <exception cref="InvalidDataException">Its beginning is that of neither.</exception>
    public ReadOnlyMemory<byte> ReadAll(Stream source, SealedFormat other)
    {
        var file = new ArrayBufferWriter<byte>(BlockBytes);
        // One byte more than expected is too many, and the rest of what may be anything need not be read.
        for (long expected = FrameBytes; file.WrittenCount <= expected;)
        {
            int read = source.ReadAtLeast(file.GetSpan(BlockBytes), FrameBytes, throwOnEndOfStream: false);
            if (read == 0) break;
            file.Advance(read);
            expected = (other.Begins(file.WrittenSpan) ? other : this).CheckFrame(file.WrittenSpan);
        }
        return file.WrittenMemory;
    }

    /// <summary>Reads the content of a file that is found whole.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="file">The whole file.</param>
    /// <param name="read">Reads the content; may throw <see cref="ArgumentException"/>, <see cref="IOException"/> or <see cref="FormatException"/> for what it refuses.</param>
    /// <exception cref="InvalidDataException">It is no file, or a damaged one; the message says how.</exception>
    public T Read<T>(ReadOnlySpan<byte> file, Func<BinaryReader, T> read)
    {
        long length = CheckFrame(file);
        if (file.Length < length) throw new InvalidDataException($"truncated: found {file.Length} bytes, expected {length}.");
        if (file.Length > length) throw new InvalidDataException($"damaged: found {file.Length} bytes, its head tells of {length}.");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (length >= LeastBytes) SHA256.HashData(file[..^hash.Length], hash);
        if (length < LeastBytes || !file[^hash.Length..].SequenceEqual(hash))
            throw new InvalidDataException("damaged: the checksum is not that of the content.");
        fixed (byte* first = file)
        {
            using var reader = new BinaryReader(new UnmanagedMemoryStream(first, file.Length - hash.Length));
            reader.BaseStream.Position = FrameBytes;
            return read(reader);
        }
    }

    /// <summary>Refuses what no program of ours has written.</summary>
    /// <param name="isSo">Unless this holds.</param>
    /// <param name="found">What was found.</param>
    /// <exception cref="FormatException">It does not hold.</exception>
    public static void Require(bool isSo, FormattableString found)
    {
        if (!isSo) throw new FormatException(FormattableString.Invariant($"{FormattableString.Invariant(found)}."));
    }
}
