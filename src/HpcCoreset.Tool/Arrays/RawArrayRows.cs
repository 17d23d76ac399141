using System.IO;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Arrays;

/// <summary>Rows of a <see cref="RawArray"/>: its first axis counts them, the others are flattened.</summary>
internal static class RawArrayRows
{
    /// <summary>The rows, to be read one after the other.</summary>
    /// <param name="array">What the header promised.</param>
    /// <param name="stream">Stands at the first value; owned by the result.</param>
    /// <exception cref="DataFileException">The shape is not that of rows, or the file not as long as it says.</exception>
    public static RowReader Rows(this RawArray array, Stream stream)
    {
        (int rows, int dimension) = array.CheckRows(stream);
        return new RawRows(
            array.File, array.Element, dimension, stream, rows, read => array.Truncated(array.HeaderBytes + read), () => array.CheckEnd(stream));
    }

    /// <summary>The rows where the file has them, as <see cref="Rows"/>, or nothing if they are of a type that must be decoded first.</summary>
    /// <param name="array">What the header promised.</param>
    /// <param name="stream">The file, which can tell its length.</param>
    /// <exception cref="DataFileException">The shape is not that of rows, or the file not as long as it says.</exception>
    public static MappedPoints? Map(this RawArray array, Stream stream)
    {
        if (array.Element != ElementType.Float32 && array.Element != ElementType.Float16) return null;
        (int rows, int dimension) = array.CheckRows(stream);
        return array.Element == ElementType.Float32
            ? MappedPoints.OpenFloat32(array.File, rows, dimension, array.HeaderBytes)
            : MappedPoints.OpenFloat16(array.File, rows, dimension, array.HeaderBytes);
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="array">What the header promised.</param>
    /// <param name="stream">Stands at the first value.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="DataFileException">The values are not what the header promised, or one is not finite.</exception>
    public static PointStore ReadRows(this RawArray array, Stream stream, CancellationToken cancellation)
    {
        using RowReader rows = array.Rows(stream);
        return rows.ReadAll(cancellation).Rows;
    }
}
