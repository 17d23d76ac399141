using System;
using System.Collections.Generic;
using System.IO;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Input;

/// <summary>Tells a file's format by its name, and that of standard input by its first bytes.</summary>
internal static class InputFormats
{
    /// <summary>What a user may give, for messages.</summary>
    public const string Allowed = ".npy, .csv, .tsv, IDX (*-ubyte, *.idx), .fvecs, .bvecs, .f32 with --dimension, each of them as .gz too, "
        + ".hpcs as reduce writes it, - for standard input, or the sample 'digits'";

    /// <summary>Values of <c>--format</c>.</summary>
    public static readonly IReadOnlyDictionary<string, InputFormat> Words = new Dictionary<string, InputFormat>
    {
        ["npy"] = InputFormat.Npy,
        ["csv"] = InputFormat.Delimited,
        ["idx"] = InputFormat.Idx,
        ["f32"] = InputFormat.Raw,
        ["fvecs"] = InputFormat.FloatVectors,
        ["bvecs"] = InputFormat.ByteVectors,
        ["hpcs"] = InputFormat.Summary,
    };

    /// <summary>The format of a file, or nothing if its name does not tell.</summary>
    /// <param name="path">Its path.</param>
    public static InputFormat? Of(string path)
    {
        string name = SourceFile.FormatName(path);
        // MNIST's files are called train-images-idx3-ubyte in one place and train-images.idx3-ubyte in another.
        if (name.EndsWith("ubyte", StringComparison.Ordinal)) return InputFormat.Idx;
        return Path.GetExtension(name) switch
        {
            ".npy" => InputFormat.Npy,
            ".csv" or ".tsv" => InputFormat.Delimited,
            ".idx" => InputFormat.Idx,
            ".f32" => InputFormat.Raw,
            ".fvecs" => InputFormat.FloatVectors,
            ".bvecs" => InputFormat.ByteVectors,
            ".hpcs" => InputFormat.Summary,
            _ => null,
        };
    }

    /// <summary>The format that some bytes are the beginning of: text, unless they begin like one of the others that say what they are.</summary>
    /// <param name="start">The first bytes.</param>
    public static InputFormat Of(ReadOnlySpan<byte> start) => start switch
    {
        [0x93, (byte)'N', ..] => InputFormat.Npy,
        [0x89, (byte)'H', ..] => InputFormat.Summary,
        [0, 0, 8 or 9, ..] => InputFormat.Idx,
        _ => InputFormat.Delimited,
    };
}
