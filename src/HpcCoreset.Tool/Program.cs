using System;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace HpcCoreset.Tool;

/// <summary>The command's entry.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not ["select", "digits", ..])
        {
            Console.Error.WriteLine("usage: hpc-coreset select digits [--size N] [--output FILE.csv]");
            return 2;
        }
        int size = int.Parse(Option(args, "--size") ?? "100", System.Globalization.CultureInfo.InvariantCulture);
        using Stream resource = typeof(Program).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var text = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        float[] values = [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => line.Split(',').Take(64).Select(float.Parse))];
        using var selector = new FacilityLocationSelector(new() { Size = size });
        Coreset coreset = selector.Select(new Points(values, 64));
        using TextWriter output = Option(args, "--output") is { } path ? File.CreateText(path) : Console.Out;
        output.WriteLine("index,weight,gain");
        foreach (Pick pick in coreset) output.WriteLine(FormattableString.Invariant($"{pick.Index},{pick.Weight:R},{pick.Gain:R}"));
        return 0;
    }

    private static string? Option(string[] args, string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();
}
