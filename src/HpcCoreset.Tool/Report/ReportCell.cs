using System.Globalization;

namespace HpcCoreset.Tool.Report;

/// <summary>What stands at a place in a table.</summary>
/// <param name="Text">What is read there; any text.</param>
/// <param name="Share">How far a bar behind it reaches, from 0 to 1; NaN for no bar.</param>
/// <param name="IsNumber">Whether it stands to the right.</param>
/// <param name="IsCode">Whether it is what a machine reads.</param>
internal readonly record struct ReportCell(string Text, double Share = double.NaN, bool IsNumber = false, bool IsCode = false)
{
    /// <summary>Text is a cell.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ReportCell(string text) => new(text);

    /// <summary>A number of things.</summary>
    /// <param name="count">The number.</param>
    public static ReportCell Of(long count) => new(count.ToString("N0", CultureInfo.InvariantCulture), IsNumber: true);

    /// <summary>A measured number.</summary>
    /// <param name="value">The number; NaN stands for nothing.</param>
    /// <param name="format">How it is written.</param>
    public static ReportCell Of(double value, string format = "G5") =>
        new(double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture), IsNumber: true);

    /// <summary>A share, with a bar.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="longest">The share whose bar fills the cell.</param>
    public static ReportCell OfShare(double share, double longest = 1) => Of(100 * share, "0.0' %'") with { Share = share / longest };
}
