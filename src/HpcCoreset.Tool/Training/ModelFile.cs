using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using HpcCoreset.Tool.Output;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Training;

/// <summary>
/// A trained network as NumPy's <c>.npz</c>: the arrays of every layer (<c>layer1_weight</c>, ...), what examples are scaled by
/// (<c>input_mean</c> and <c>input_deviation</c>, one value per channel) and, where classes have names, these as JSON text in UTF-8 (<c>classes</c>).
/// </summary>
internal static class ModelFile
{
    /// <summary>How such a file's name ends.</summary>
    public const string Extension = ".npz";

    /// <summary>Writes a network.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="arrays">Its arrays.</param>
    /// <param name="training">What it was trained on.</param>
    public static void Write(Stream stream, IReadOnlyList<(string Name, long[] Shape, float[] Values)> arrays, LabelledData training)
    {
        using var file = new NpzWriter(stream);
        foreach ((string name, long[] shape, float[] values) in arrays) file.Add<float>(name, ElementType.Float32, values, shape);
        if (training.Scaling is { } scaling)
        {
            file.Add("input_mean", ElementType.Float64, scaling.Means, scaling.Channels);
            double[] deviations = [.. scaling.Deviations];
            deviations.AsSpan().Replace(0, double.PositiveInfinity); // as in training, what is constant counts for nothing: over infinity it is 0
            file.Add<double>("input_deviation", ElementType.Float64, deviations, scaling.Channels);
        }
        if (training.ClassNames.Count == 0) return;
        byte[] names = JsonSerializer.SerializeToUtf8Bytes(training.ClassNames);
        file.Add<byte>("classes", ElementType.UInt8, names, names.Length);
    }
}
