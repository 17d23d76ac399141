using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>What <c>train --model-output</c> writes is the network that was tested: plain loops over its arrays give the same accuracy.</summary>
public sealed class ModelOutputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void The_arrays_of_a_network_are_all_that_it_takes_to_use_it()
    {
        string model = _scratch.At("model.npz");
        double accuracy = JsonDocument.Parse(ToolRun.Of(
            "train", Table("train.csv", 300, 1), "--test", Table("test.csv", 200, 2), "--label-column", "class", "--network", "mlp:8,5", "--epochs", "10",
            "--model-output", model, "--summary", "json").Succeeds().Out).RootElement.GetProperty("test_accuracy").GetDouble();
        Dictionary<string, (long[] Shape, byte[] Bytes)> arrays = Read(model);
        Assert.Equal(
            ["layer1_weight", "layer1_bias", "layer2_weight", "layer2_bias", "layer3_weight", "layer3_bias", "input_mean", "input_deviation", "classes"], arrays.Keys);
        Assert.Equal([2, 8], arrays["layer1_weight"].Shape);
        Assert.Equal([8, 5], arrays["layer2_weight"].Shape);
        Assert.Equal([5, 3], arrays["layer3_weight"].Shape);
        string[] classes = JsonSerializer.Deserialize<string[]>(arrays["classes"].Bytes)!;
        Assert.Equal(["left", "\u00e9, \"right\"", "up"], classes.Order(StringComparer.Ordinal).OrderBy(name => name[0] == '\u00e9' ? 1 : name[0] == 'u' ? 2 : 0));

        string[][] rows = [.. File.ReadLines(_scratch.At("test.csv")).Skip(1).Select(line => line.Split(',', 3))];
        int right = rows.Count(row =>
        {
            double[] values = [.. Enumerable.Range(0, 2).Select(t =>
                (double.Parse(row[t], CultureInfo.InvariantCulture) - Double(arrays["input_mean"].Bytes, t)) / Double(arrays["input_deviation"].Bytes, t))];
            for (int layer = 1; layer <= 3; layer++)
            {
                (long[] shape, byte[] weights) = arrays[$"layer{layer}_weight"];
                double[] next = [.. Enumerable.Range(0, (int)shape[1]).Select(unit =>
                    Single(arrays[$"layer{layer}_bias"].Bytes, unit) + values.Select((value, t) => value * Single(weights, t * (int)shape[1] + unit)).Sum())];
                values = layer == 3 ? next : [.. next.Select(value => Math.Max(0, value))];
            }
            return classes[Array.IndexOf(values, values.Max())] == (row[2][0] == '"' ? row[2][1..^1].Replace("\"\"", "\"") : row[2]);
        });
        Assert.InRange(accuracy, 0.8, 1); // a third would be chance
        Assert.Equal(accuracy, right / 200.0, 1e-12);
    }

    [Fact]
    public void Equal_runs_write_equal_files_and_normalised_layers_have_their_statistics()
    {
        string[] files = [_scratch.At("a.npz"), _scratch.At("b.npz")];
        foreach (string file in files)
            ToolRun.Of("train", "digits", "--network", "resnet8", "--trainer", "random", "--budget", "0.1", "--epochs", "1", "--model-output", file).Succeeds();
        Assert.Equal(File.ReadAllBytes(files[0]), File.ReadAllBytes(files[1]));
        Dictionary<string, (long[] Shape, byte[] Bytes)> arrays = Read(files[0]);
        Assert.Equal([3, 3, 1, 16], arrays["layer1_weight"].Shape);
        Assert.Equal(["layer2_gamma", "layer2_beta", "layer2_mean", "layer2_variance"], arrays.Keys.Where(name => name.StartsWith("layer2_", StringComparison.Ordinal)));
        Assert.Contains(Enumerable.Range(0, 16), channel => Single(arrays["layer2_mean"].Bytes, channel) != 0);
        Assert.Equal([1], arrays["input_mean"].Shape);
        Assert.DoesNotContain("classes", arrays.Keys);
    }

    public void Dispose() => _scratch.Dispose();

    private static double Single(byte[] bytes, int position) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(position * sizeof(float)));

    private static double Double(byte[] bytes, int position) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(position * sizeof(double)));

    private static Dictionary<string, (long[] Shape, byte[] Bytes)> Read(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(entry => Path.GetFileNameWithoutExtension(entry.Name), entry =>
        {
            using Stream stream = entry.Open();
            using var all = new MemoryStream();
            stream.CopyTo(all);
            byte[] bytes = all.ToArray();
            int header = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
            Match type = Regex.Match(Encoding.ASCII.GetString(bytes, 10, header - 10), @"'descr': '[<|][fu](\d)'.*'shape': \(([^)]*)\)");
            long[] shape = [.. type.Groups[2].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(axis => long.Parse(axis, CultureInfo.InvariantCulture))];
            Assert.Equal(shape.Aggregate(long.Parse(type.Groups[1].Value, CultureInfo.InvariantCulture), (product, axis) => product * axis), bytes.Length - header);
            return (shape, bytes[header..]);
        });
    }

    /// <summary>Three blobs, in columns of unlike scales.</summary>
    private string Table(string name, int rows, int seed)
    {
        var random = new Random(seed);
        string[] classes = ["left", "\"\u00e9, \"\"right\"\"\"", "up"];
        return _scratch.Text(name, "x,y,class\n" + string.Concat(Enumerable.Range(0, rows).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{1000 + 50 * (row % 3 - 1) + 30 * random.NextDouble()},{(row % 3 == 2 ? 0.1 : 0) + 0.05 * random.NextDouble()},{classes[row % 3]}\n"))));
    }
}
