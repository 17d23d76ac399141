namespace HpcCoreset.Kernels;

/// <summary>
/// The matrix products that training consists of. Every cell is summed in order, in one lane, with FMA: the same bits on every instruction
/// set, whatever the shape. With <c>add</c> the finished sum is added to what is there.
/// </summary>
/// <remarks>
/// Nothing is read or written beyond the cells named. Up to 0.98 of the FMA peak for 32 columns and 0.85 for 16, from the first-level cache
/// (benchmark <c>training-tiles</c>).
/// </remarks>
[ProductTiles]
internal static partial class ProductTiles
{
    /// <summary>
    /// sums[r][c] = sum over taps k and t &lt; length of rows[r rowStride + k tapStride + t] panel[(k length + t) 32 + c], for r &lt; count and
    /// c &lt; 32. Rows may overlap: with a stride of one pixel they are the windows of a convolution, and a tap is a row of the window.
    /// With <c>add</c> start[r startStride + c] is added: the sums themselves, or with a stride of 0 a bias.
    /// </summary>
    internal static partial void Multiply32(nint count, ref float rows, nint rowStride, nint taps, nint tapStride, nint length, ref float panel, ref float start, nint startStride, ref float sums, nint sumStride, bool add);

    /// <summary>The same with 16 columns.</summary>
    internal static partial void Multiply16(nint count, ref float rows, nint rowStride, nint taps, nint tapStride, nint length, ref float panel, ref float start, nint startStride, ref float sums, nint sumStride, bool add);

    /// <summary>
    /// sums[r][c] = sum over lines l and i &lt; count of x[l xLine + i xStride + r] y[l yLine + i yStride + c], for r &lt; height and c &lt; 32:
    /// the gradient of weights from the pixels that they saw and the gradients that came back.
    /// </summary>
    internal static partial void Outer32(nint height, ref float x, nint xStride, nint xLine, ref float y, nint yStride, nint yLine, nint lines, nint count, ref float sums, nint sumStride, bool add);

    /// <summary>The same with 16 columns.</summary>
    internal static partial void Outer16(nint height, ref float x, nint xStride, nint xLine, ref float y, nint yStride, nint yLine, nint lines, nint count, ref float sums, nint sumStride, bool add);
}
