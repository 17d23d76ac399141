using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace HpcCoreset.Tests.Submodular;

/// <summary>The 1,797 optical digits of 64 pixels that the command carries as its sample.</summary>
internal static class Digits
{
    public const int Dimension = 64;

    public static float[][] Rows { get; } = Load();

    public static float[] Values { get; } = [.. Rows.SelectMany(row => row)];

    private static float[][] Load()
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',').Take(Dimension).Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
    }
}
