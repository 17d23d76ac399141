using System;
using System.IO;

namespace HpcCoreset.Tool.Input;

/// <summary>Tells a file's format by its name.</summary>
internal static class InputFormats
{
    /// <summary>What a user may give, for messages.</summary>
    public const string Allowed = ".npy, .csv, .tsv, IDX (*-ubyte, *.idx), each of them as .gz too, or the sample 'digits'";

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
            _ => null,
        };
    }
}
