using System;

namespace HpcCoreset.Tool.Input;

/// <summary>Scales every row to length 1.</summary>
internal static class RowNormalization
{
    /// <summary>Replaces the rows by unit rows; lengths are computed in double.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="file">Where they come from, for messages.</param>
    /// <exception cref="InvalidInputException">A row is all zeros.</exception>
    public static void Apply(PointStore rows, string file)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            Span<float> values = rows[row];
            double squares = 0;
            foreach (float value in values) squares += (double)value * value;
            if (squares == 0)
                throw new InvalidInputException(
                    $"{file}: found zeros only in row {row} (counted from 0), --normalize needs rows that are not all zero");
            double scale = 1 / Math.Sqrt(squares);
            for (int column = 0; column < values.Length; column++) values[column] = (float)(values[column] * scale);
        }
    }
}
