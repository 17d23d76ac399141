using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Streaming;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;
using static HpcCoreset.Benchmarks.Fuzzing.SeedFiles;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>Every parser of files, and what must hold of what it reads.</summary>
internal static class FuzzTargets
{
    /// <summary>Values of sparse rows that are made dense however few are there: four arrays of so many, with those that scale and check them.</summary>
    private const int MostSparse = 1 << 20;

    /// <summary>All of them.</summary>
    public static FuzzTarget[] All { get; } =
    [
        .. RowFormats().SelectMany(format => (FuzzTarget[])
        [
            Plain($"rows, {format.Name}", format.File, format.Seeds, (path, length) => ReadRows(format.Request(path), length)),
            Within($"rows, in {format.Name}.gz", format.File + ".gz", format.Seeds, Gzip, (path, length) => ReadLikePlain(path, format.Request, length)) with { FreeBytes = 1 << 20 },
            Plain($"rows in blocks, {format.Name}", format.File, format.Seeds, (path, length) => Reduce(format.Request(path), length)) with { FreeBytes = 1 << 21 },
        ]),
        Plain("rows, .npy.gz", "x.npy.gz", [.. NpyRows.Select(Gzip)], (path, length) => ReadRows(Request(path), length)),
        Plain("rows, .csv.gz", "x.csv.gz", [.. TextRows.Select(Gzip)], (path, length) => ReadRows(Request(path), length)),
        Plain("rows, mapped .npy", "x.npy", NpyRows, ReadMapped),
        .. ColumnFormats().SelectMany(format => (FuzzTarget[])
        [
            Column($"--weights, {format.Name}", format.File, format.Seeds, path => RowColumn.ReadWeights(path, Rows)),
            Column($"--scores, {format.Name}", format.File, format.Seeds, path => RowColumn.ReadScores(path, Rows)),
            Column($"--costs, {format.Name}", format.File, format.Seeds, path => RowColumn.ReadCosts(path, Rows)),
            Column($"--labels, {format.Name}", format.File, format.Seeds, path => ToDoubles(RowColumn.ReadLabels(path, Rows).Codes)),
            Column($"--initial, {format.Name}", format.File, format.Seeds, path => ReadInitial(path)),
            Column($"labels of examples, {format.Name}", format.File, format.Seeds, path => ToDoubles(ClassLabels.Read(path, Rows).Classes)),
            Column($"--weights, in {format.Name}.gz", format.File + ".gz", format.Seeds, path => RowColumn.ReadWeights(path, Rows), Gzip),
            Column($"--labels, in {format.Name}.gz", format.File + ".gz", format.Seeds, path => ToDoubles(RowColumn.ReadLabels(path, Rows).Codes), Gzip),
            Column($"--initial, in {format.Name}.gz", format.File + ".gz", format.Seeds, path => ReadInitial(path), Gzip),
            Column($"--weights, {format.Name}.gz", format.File + ".gz", [.. format.Seeds.Select(Gzip)], path => RowColumn.ReadWeights(path, Rows)),
            Column($"--labels, {format.Name}.gz", format.File + ".gz", [.. format.Seeds.Select(Gzip)], path => ToDoubles(RowColumn.ReadLabels(path, Rows).Codes)),
            Column($"--initial, {format.Name}.gz", format.File + ".gz", [.. format.Seeds.Select(Gzip)], path => ReadInitial(path)),
        ]),
        .. CoresetFormats(),
        .. ExampleFormats().SelectMany(format => (FuzzTarget[])
        [
            Plain($"examples, {format.Name}", format.File, format.Seeds, (path, length) => ReadExamples(format.Read(path), length)) with { FreeBytes = format.FreeBytes },
            Within($"examples, in {format.Name}.gz", format.File + ".gz", format.Seeds, Gzip, (path, length) => ReadExamples(format.Read(path), length)) with { FreeBytes = format.FreeBytes },
        ]),
        Plain("summary, .hpcs", "x.hpcs", Summaries(), ReadSummary),
        Within("summary, .hpcs with its checksum", "x.hpcs", Summaries(), Resealed, ReadSummary),
        Plain("summary of shards, .hpcs", "x.hpcs", Shards(), ReadSummary),
        Within("summary of shards, .hpcs with its checksum", "x.hpcs", Shards(), Resealed, ReadSummary),
        .. CheckpointTargets.All(),
        .. CommandTargets.All(),
    ];

    private static FuzzTarget Plain(string name, string file, byte[][] seeds, Action<string, long> read) => new(name, file, seeds, null, read);

    private static FuzzTarget Within(string name, string file, byte[][] seeds, Func<byte[], byte[]> wrap, Action<string, long> read) =>
        new(name, file, seeds, wrap, read);

    private static FuzzTarget Column(string name, string file, byte[][] seeds, Func<string, double[]> read, Func<byte[], byte[]>? wrap = null) =>
        new(name, file, seeds, wrap, (path, length) => Require(read(path) is var column && column.All(double.IsFinite) && column.Length <= length, "a column that is too long or not finite"))
        {
            ReadsSeeds = false, // a file of weights is one of labels, and hardly one of costs
        };

    private static IEnumerable<(string Name, string File, byte[][] Seeds, Func<string, InputRequest> Request)> RowFormats() =>
    [
        (".npy", "x.npy", NpyRows, Request),
        (".csv", "x.csv", TextRows, Request),
        (".csv with columns", "x.csv", LabelledText, path => new(path, new DelimitedLayout("label", "weight"))),
        (".tsv", "x.tsv", TabbedRows, Request),
        ("IDX", "x-idx3-ubyte", IdxRows, Request),
        (".fvecs", "x.fvecs", FloatVectors, Request),
        (".bvecs", "x.bvecs", ByteVectors, Request),
        (".f32", "x.f32", RawRows, path => Request(path) with { Dimension = Dimension }),
    ];

    private static IEnumerable<(string Name, string File, byte[][] Seeds)> ColumnFormats() =>
    [
        (".npy", "w.npy", NpyColumns), (".csv", "w.csv", [.. TextNumbers, .. TextLabels]), ("IDX", "w-idx1-ubyte", IdxColumns),
    ];

    private static IEnumerable<FuzzTarget> CoresetFormats()
    {
        byte[][] json = Coresets("c.json"), npz = Coresets("c.npz"), csv = Coresets("c.csv");
        return
        [
            Plain("coreset, .csv", "c.csv", csv, ReadCoreset), Plain("coreset, .json", "c.json", json, ReadCoreset), Plain("coreset, .npz", "c.npz", npz, ReadCoreset),
            Within("coreset, in .npz", "c.npz", NpyRowNumbers, Npz, ReadCoreset),
            .. ((string File, byte[][] Seeds)[])[("c.csv", csv), ("c.json", json), ("c.npz", npz)] is var files
                ? files.Select(file => Column($"--initial, coreset {file.File[1..]}", file.File, file.Seeds, path => ReadInitial(path)))
                : [],
        ];
    }

    private static IEnumerable<(string Name, string File, byte[][] Seeds, Func<string, LabelledData> Read, long FreeBytes)> ExampleFormats() =>
    [
        (".npy", "x.npy", NpyRows, path => NpyData.Read(path, Beside(path, "y.csv", "0\n1\n0\n1\n1\n")), 1 << 19),
        (".csv", "x.csv", LabelledText, path => CsvData.Read(path, "label"), 1 << 19),
        (".csv with numbers", "x.csv", TextRows, path => CsvData.Read(path, "3"), 1 << 19),
        ("IDX", "x-idx3-ubyte", IdxRows, path => IdxData.Read(path, Beside(path, "y-idx1-ubyte", "\0\0\b\u0001\0\0\0\u0005\0\u0001\0\u0001\u0002")), 1 << 19),
        ("LIBSVM", "x.svm", LibSvm, path => LibSvmData.Read(path).ToClasses(), 17L * MostSparse),
        ("CIFAR-10", "x.bin", Cifar10, path => CifarData.ReadCifar10(path), 1 << 19),
        ("CIFAR-100", "x.bin", Cifar100, path => CifarData.ReadCifar100(path), 1 << 19),
        ("CIFAR-100, coarse", "x.bin", Cifar100, path => CifarData.ReadCifar100Coarse(path), 1 << 19),
    ];

    private static byte[][] Summaries() =>
    [
        Written("x.hpcs", "reduce", "x.csv", "--size", "2", "--clusters", "1", "--method", "coreset-tree", "--leaf-rows", "4", "--output"),
        Written("x.hpcs", "reduce", "x.csv", "--size", "2", "--clusters", "1", "--leaf-rows", "4", "--metric", "cosine", "--method", "lightweight", "--output"),
        Written("x.hpcs", "reduce", "x.csv", "--size", "9", "--clusters", "1", "--method", "uniform", "--output"),
    ];

    /// <summary>One shard; two that make a block, and one more.</summary>
    private static byte[][] Shards()
    {
        byte[][] shards = [.. Enumerable.Range(2, 3).Select(shard =>
            Written("x.hpcs", "reduce", "x.csv", "--size", "2", "--clusters", "1", "--leaf-rows", "4", "--method", "uniform", "--shard", $"{shard}", "--output"))];
        CoresetSummary all = CoresetSummary.Read(shards[0]);
        foreach (byte[] shard in shards[1..]) all.Merge(shard);
        using var merged = new MemoryStream();
        all.Write(merged);
        return [shards[2], merged.ToArray()];
    }

    private static byte[][] Coresets(string file) =>
    [
        Written(file, "select", "x.csv", "--size", "3", "--clusters", "2", "--output"),
        Written(file, "select", "x.csv", "--size", "3", "--method", "facility-location", "--output"),
        Written(file, "select", "x.csv", "--size", "2", "--method", "coreset-tree", "--output"),
    ];

    private static InputRequest Request(string path) => new(path, new DelimitedLayout());

    /// <summary>The path of a file that does not change from case to case.</summary>
    private static string Beside(string path, string name, string text)
    {
        string beside = Path.Combine(Path.GetDirectoryName(path)!, name);
        if (!File.Exists(beside)) File.WriteAllBytes(beside, [.. text.Select(c => (byte)c)]);
        return beside;
    }

    private static void ReadRows(InputRequest request, long length)
    {
        using InputData data = InputLoader.Load(request, CancellationToken.None);
        Check(data, length);
    }

    private static void Check(InputData data, long length)
    {
        Require(data.Count >= 1 && data.Dimension >= 1 && (long)data.Count * data.Dimension <= length, $"{data.Count} rows of {data.Dimension} values in {length} bytes");
        float[] row = new float[data.Dimension];
        for (int i = 0; i < data.Count; i++)
        {
            data.Points.CopyRow(i, row);
            Require(row.All(float.IsFinite), $"row {i} is not finite");
        }
        Require(data.Weights.Length == 0 || data.Weights.Length == data.Count, $"{data.Weights.Length} weights of {data.Count} rows");
        Require(data.Weights.All(weight => weight >= 0 && double.IsFinite(weight)), "a weight that is none");
        Require(data.Labels is null || data.Labels.Codes.Length == data.Count, "labels of other rows");
    }

    /// <summary>A compressed file is read if the plain one is.</summary>
    private static void ReadLikePlain(string path, Func<string, InputRequest> request, long length)
    {
        string plain = path[..^".gz".Length];
        using (Stream content = SourceFile.Open(path))
        using (FileStream copy = File.Create(plain)) content.CopyTo(copy);
        (Exception? compressed, Exception? refused) = (Refusal(path), Refusal(plain));
        Require(compressed is null == refused is null, $"one of two: {compressed?.Message ?? "compressed"} and {refused?.Message ?? "plain"}");
        if (compressed is not null) throw compressed;

        Exception? Refusal(string file)
        {
            try
            {
                ReadRows(request(file), length);
                return null;
            }
            catch (Exception refused) when (refused is InvalidInputException or DataFileException)
            {
                return refused;
            }
        }
    }

    /// <summary>A mapped file has the rows of one that was read.</summary>
    private static void ReadMapped(string path, long length)
    {
        using InputData mapped = InputLoader.Load(Request(path) with { MayMap = true }, CancellationToken.None);
        Check(mapped, length);
        using InputData read = InputLoader.Load(Request(path), CancellationToken.None);
        (float[] one, float[] other) = (new float[mapped.Dimension], new float[read.Dimension]);
        Require((mapped.Count, mapped.Dimension) == (read.Count, read.Dimension), "mapped rows of another number");
        for (int row = 0; row < read.Count; row++)
        {
            mapped.Points.CopyRow(row, one);
            read.Points.CopyRow(row, other);
            Require(one.AsSpan().SequenceEqual(other), $"mapped row {row} has other values");
        }
    }

    /// <summary>Rows that nobody keeps, and a stream that is summarised from them.</summary>
    private static void Reduce(InputRequest request, long length)
    {
        using RowReader rows = InputLoader.Open(request);
        using var stream = new CoresetStream(new() { Size = 2, Clusters = 1, LeafRows = 4, Method = ClusteringCoresetMethod.Uniform });
        StreamRun.Append(stream, rows, 0, null, CancellationToken.None);
        Require(stream.RowCount >= 1 && stream.RowCount * stream.Dimension <= length, $"{stream.RowCount} rows of {stream.Dimension} values in {length} bytes");
    }

    private static void ReadCoreset(string path, long length)
    {
        using Stream stream = SourceFile.Open(path);
        StoredCoreset coreset = CoresetFormat.Of(path).Read(stream, path);
        Require(coreset.Index.Length >= 1 && coreset.Index.Length == coreset.Weight.Length && coreset.Index.Length <= length, "other weights than picks");
        Require(coreset.Index.All(row => row >= 0) && coreset.Weight.All(weight => weight >= 0 && double.IsFinite(weight)), "a pick that is none");
        Require(double.IsFinite(coreset.Offset) && coreset.Centroids.All(float.IsFinite), "an offset or a centroid that is not finite");
        Require(coreset.Centroids.Length % coreset.Index.Length == 0, "other centroids than picks");
    }

    private static double[] ReadInitial(string path)
    {
        int[] rows = RowNumbers.Read(path, Rows);
        Require(rows.All(row => row is >= 0 and < Rows) && rows.Distinct().Count() == rows.Length, "a row that is none, or twice");
        return ToDoubles(rows);
    }

    private static void ReadExamples(LabelledData data, long length)
    {
        Require(data.Count >= 1 && data.InputLength == data.Shape.Length && (long)data.Count * data.InputLength <= Math.Max(MostSparse, 64 * length), $"{data.Count} examples of {data.InputLength} values in {length} bytes");
        float[] values = new float[data.InputLength];
        for (int row = 0; row < data.Count; row++)
        {
            data.Gather([row], values);
            Require(values.All(float.IsFinite) && data.Labels[row] >= 0 && data.Labels[row] < data.Classes, $"example {row}");
        }
        Require(data.ClassNames.Count == 0 || data.ClassNames.Count == data.Classes, "other names than classes");
    }

    /// <summary>A summary is written as a file that it is read from again, and written as the same bytes.</summary>
    private static void ReadSummary(string path, long length)
    {
        using FileStream file = File.OpenRead(path);
        using SummaryFile summary = SummaryFile.Read(file, path);
        byte[] written = Written(summary);
        using var copy = new MemoryStream(written);
        using SummaryFile again = SummaryFile.Read(copy, path);
        Require(written.Length == length && written.AsSpan().SequenceEqual(Written(again)), "written as other bytes");
        using CoresetStream stream = summary.ToStream();
        foreach (double weight in stream.Coreset.Weights) Require(weight > 0 && double.IsFinite(weight), "a weight that is none");

        static byte[] Written(SummaryFile summary)
        {
            using var written = new MemoryStream();
            summary.Write(written);
            return written.ToArray();
        }
    }

    private static double[] ToDoubles(ReadOnlySpan<int> numbers)
    {
        double[] doubles = new double[numbers.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = numbers[i];
        return doubles;
    }

    /// <summary>What must hold of what was read.</summary>
    public static void Require(bool holds, string found)
    {
        if (!holds) throw new FuzzFaultException($"read {found}");
    }
}
