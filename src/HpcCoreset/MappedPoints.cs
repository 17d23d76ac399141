using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;

namespace HpcCoreset;

/// <summary>
/// Rows of a file, mapped into memory and read where they are: embeddings or projected gradients of any size, of which the machine keeps
/// in memory what it has room for.
/// </summary>
/// <remarks>
/// Little-endian float32 or float16, one row after the other, such as the values of a <c>.npy</c> file in C order behind its header.
/// Nothing is read or checked before a selector reads the rows. Whoever makes the file shorter while it is mapped ends the process. Dispose
/// it when no <see cref="Points"/> view is in use any more; a finalizer unmaps what was forgotten. Reading is thread-safe.
/// </remarks>
public sealed unsafe class MappedPoints : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly ElementKind _kind;
    private byte* _first;

    private MappedPoints(string path, int count, int dimension, long offset, ElementKind kind, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        (Count, Dimension, _kind) = (count, dimension, kind);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            Int128 needed = (Int128)count * dimension * size + offset;
            if (stream.Length < needed)
                throw new ArgumentException(
                    $"path: found {stream.Length} bytes in {path}; {count} rows of {dimension} {kind} values behind {offset} bytes take {needed}.", nameof(path));
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _first = start + offset;
    }

    /// <summary>Unmaps the file if <see cref="Dispose"/> was forgotten.</summary>
    ~MappedPoints() => Free();

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>Maps rows of float32. O(1).</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">Number of rows, at least 1.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <param name="offset">Bytes before the first value, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The file is too short for the rows.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static MappedPoints OpenFloat32(string path, int count, int dimension, long offset = 0) =>
        new(path, count, dimension, offset, ElementKind.Float32, sizeof(float));

    /// <summary>Maps rows of float16. O(1).</summary>
    /// <inheritdoc cref="OpenFloat32"/>
    public static MappedPoints OpenFloat16(string path, int count, int dimension, long offset = 0) =>
        new(path, count, dimension, offset, ElementKind.Float16, sizeof(ushort));

    /// <summary>All rows as a view. O(1), allocates nothing; valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The file was unmapped.</exception>
    public Points AsPoints()
    {
        ObjectDisposedException.ThrowIf(_first == null, this);
        return new Points(in Unsafe.AsRef<byte>(_first), _kind, Count, Dimension, Dimension, this);
    }

    /// <summary>Unmaps the file. Views of its rows must not be used afterwards.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_first == null) return;
        _first = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
