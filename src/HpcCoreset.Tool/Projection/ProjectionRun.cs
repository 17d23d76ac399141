using System;
using System.IO;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Projection;

/// <summary>Projects rows one after the other and writes them as <c>.npy</c>.</summary>
/// <param name="projection">The map.</param>
/// <param name="normalize">Whether projected rows get length 1.</param>
/// <param name="half">Whether they are written as float16 rather than float32.</param>
internal sealed class ProjectionRun(SparseProjection projection, bool normalize, bool half)
{
    /// <summary>Projects all rows of an input.</summary>
    /// <param name="stream">Where to; can be set back to its beginning, where the number of rows goes once it is known.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="report">Is told how many rows were projected, if anyone looks.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="InvalidInputException">The input is not what it has to be, or a projected row has no length or no float16.</exception>
    public int Write(Stream stream, RowReader rows, Action<double>? report, CancellationToken cancellation)
    {
        WriteHeader(stream, 0);
        float[] values = new float[rows.Dimension], projected = new float[projection.Dimension];
        Half[] halfs = half ? new Half[projection.Dimension] : [];
        int count = 0;
        while (rows.Read(values))
        {
            cancellation.ThrowIfCancellationRequested();
            projection.Project(values, projected);
            if (normalize) Normalize(projected, rows.Name, count);
            if (half) Write(stream, projected, halfs, rows.Name, count);
            else stream.Write(MemoryMarshal.AsBytes(projected.AsSpan()));
            count++;
            report?.Invoke(count);
        }
        if (count == 0) throw new InvalidInputException($"{rows.Name}: empty, at least one row is required");
        stream.Seek(0, SeekOrigin.Begin);
        WriteHeader(stream, count);
        return count;
    }

    /// <summary>As long for any number of rows: headers are padded.</summary>
    private void WriteHeader(Stream stream, int count) =>
        NpyHeader.Write(stream, half ? ElementType.Float16 : ElementType.Float32, count, projection.Dimension);

    private static void Normalize(Span<float> projected, string name, int row)
    {
        double squares = 0;
        foreach (float value in projected) squares += (double)value * value;
        if (squares == 0) throw new InvalidInputException($"{name}: found a projection of zeros only of row {row} (counted from 0), --normalize needs others");
        double scale = 1 / Math.Sqrt(squares);
        foreach (ref float value in projected) value = (float)(value * scale);
    }

    private static void Write(Stream stream, float[] projected, Half[] halfs, string name, int row)
    {
        TensorPrimitives.ConvertToHalf(projected, halfs);
        int infinite = Array.FindIndex(halfs, Half.IsInfinity);
        if (infinite >= 0)
            throw new InvalidInputException(FormattableString.Invariant(
                $"{name}: found {projected[infinite]:R} in the projection of row {row} (counted from 0), --float16 allows up to 65504: project with --normalize"));
        stream.Write(MemoryMarshal.AsBytes(halfs.AsSpan()));
    }
}
