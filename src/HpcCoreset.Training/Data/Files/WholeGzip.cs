using System;
using System.IO;
using System.IO.Compression;

namespace HpcCoreset.Training.Data.Files;

/// <summary>
/// What comes out of a <c>.gz</c> file, whose end must be there: .NET takes any end of the file for the end of what was compressed, so that of
/// a text cut short the first rows would be read and none missed.
/// </summary>
/// <remarks>
/// A <c>.gz</c> file may have several parts, one after the other. One more is put behind the last, and what comes out must end with it: in a
/// part that was cut short it would be taken for the missing bytes.
/// </remarks>
internal sealed class WholeGzip : ForwardStream
{
    private const int BlockBytes = 1 << 13;

    private static readonly byte[] s_end = [.. "the end of a file that is whole, the end of a file that is whole"u8];
    private static readonly byte[] s_endPart = Compressed(s_end);

    private readonly GZipStream _content;
    private readonly byte[] _block = new byte[BlockBytes];
    private int _start;
    private int _stop;

    /// <summary>Decompresses.</summary>
    /// <param name="file">The file; owned.</param>
    /// <exception cref="InvalidDataException">Its first bytes are not those of a compressed file.</exception>
    public WholeGzip(Stream file)
    {
        byte[] start = new byte[2];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!start.AsSpan(0, read).SequenceEqual(Mark[..read]))
        {
            file.Dispose();
            throw new InvalidDataException("not a .gz file: it does not begin with \\x1F\\x8B");
        }
        _content = new GZipStream(
            new JoinedStream(new MemoryStream(start, 0, read), new JoinedStream(file, new MemoryStream(s_endPart))), CompressionMode.Decompress);
    }

    private static ReadOnlySpan<byte> Mark => [0x1F, 0x8B];

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged or ends early.</exception>
    public override int Read(Span<byte> buffer)
    {
        // The last bytes are held back: they may be those of the end.
        while (_stop - _start <= s_end.Length)
        {
            _block.AsSpan(_start.._stop).CopyTo(_block);
            (_start, _stop) = (0, _stop - _start);
            int read = Decompress(_block.AsSpan(_stop));
            _stop += read;
            if (read > 0) continue;
            return _block.AsSpan(.._stop).SequenceEqual(s_end) ? 0 : throw new InvalidDataException("the compressed file ends early, or goes on behind its end.");
        }
        int count = Math.Min(buffer.Length, _stop - _start - s_end.Length);
        _block.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }

    private int Decompress(Span<byte> block)
    {
        try
        {
            return _content.Read(block);
        }
        catch (InvalidDataException)
        {
            // What .NET says of it depends on what the bytes of the end were taken for.
            throw new InvalidDataException("what was compressed cannot be read, or ends early.");
        }
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var part = new MemoryStream();
        using (var gzip = new GZipStream(part, CompressionLevel.Optimal)) gzip.Write(bytes);
        return part.ToArray();
    }
}
