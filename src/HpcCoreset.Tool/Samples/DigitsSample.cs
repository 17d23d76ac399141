using System.IO;
using System.IO.Compression;
using System.Threading;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Samples;

/// <summary>The built-in sample: 1797 handwritten digits of 8 x 8 pixels with their labels (see README.md beside this file).</summary>
internal static class DigitsSample
{
    /// <summary>What the user writes instead of a file.</summary>
    public const string Name = "digits";

    private const string LabelColumn = "64";

    /// <summary>Reads the sample.</summary>
    /// <param name="cancellation">Ends the read.</param>
    public static InputData Read(CancellationToken cancellation)
    {
        using Stream resource = typeof(DigitsSample).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var text = new GZipStream(resource, CompressionMode.Decompress);
        return DelimitedRows.Read(text, Name, new DelimitedLayout(LabelColumn), cancellation);
    }
}
