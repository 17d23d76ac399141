using System;

namespace HpcCoreset.Training.Data;

/// <summary>The values of all examples, one after the other, as they are stored.</summary>
internal abstract class ExampleValues
{
    /// <summary>How many values there are.</summary>
    public abstract int Length { get; }

    /// <summary>Writes (x + shift) * factor, each operation rounded to float32: the same bytes for any instruction set.</summary>
    /// <param name="start">The first value.</param>
    /// <param name="shift">One per value.</param>
    /// <param name="factor">One per value.</param>
    /// <param name="scaled">One per value; says how many.</param>
    public abstract void Scale(int start, ReadOnlySpan<float> shift, ReadOnlySpan<float> factor, Span<float> scaled);

    /// <summary>A copy of some examples.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="length">Values of one.</param>
    public abstract ExampleValues Take(ReadOnlySpan<int> rows, int length);

    /// <summary>The first value that is NaN or infinite, or -1.</summary>
    public abstract int IndexOfNotFinite();
}
