using System;
using System.IO;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Two streams as one.</summary>
/// <param name="first">What comes first; owned.</param>
/// <param name="second">What follows; owned.</param>
internal sealed class JoinedStream(Stream first, Stream second) : ForwardStream
{
    private bool _firstIsRead;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        int read = _firstIsRead ? 0 : first.Read(buffer);
        _firstIsRead = read == 0;
        return _firstIsRead ? second.Read(buffer) : read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
            second.Dispose();
        }
        base.Dispose(disposing);
    }
}
