using System.IO;
using System.IO.Compression;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Samples;

/// <summary>The built-in sample: 1797 handwritten digits of 8 x 8 pixels with their labels (see README.md beside this file).</summary>
internal static class DigitsSample
{
    /// <summary>What the user writes instead of a file.</summary>
    public const string Name = "digits";

    private const string LabelColumn = "64";

    /// <summary>Opens the sample.</summary>
    public static RowReader Open()
    {
        Stream resource = typeof(DigitsSample).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        return new DelimitedRows(new GZipStream(resource, CompressionMode.Decompress), Name, new DelimitedLayout(LabelColumn));
    }
}
