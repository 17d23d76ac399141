using System;
using System.IO;
using HpcCoreset.Files;
using static HpcCoreset.Files.SealedFormat;

namespace HpcCoreset.Streaming;

/// <summary>
/// The <c>.hpcs</c> format, version 1: what a stream needs to go on.
/// </summary>
/// <remarks>
/// In the frame of a <see cref="SealedFormat"/>: options, counts and offset; level, count and mass of each bucket; weight and number of each
/// row; the values.
/// </remarks>
internal static unsafe class CoresetStreamFile
{
    private const int BucketBytes = 2 * sizeof(int) + sizeof(double);
    private const int RowBytes = sizeof(double) + sizeof(long);
    private const int StateBytes = 3 * sizeof(int) + 2 * sizeof(long) + sizeof(ulong) + sizeof(double);

    /// <summary>Bytes of options whose names are empty.</summary>
    public const int LeastOptionsBytes = 2 + 3 * sizeof(int) + sizeof(ulong);

    /// <summary>The frame.</summary>
    public static readonly SealedFormat Format = new("HPCS", ".hpcs", version: 1, LeastOptionsBytes + StateBytes);

    /// <summary>The length of a stream's file.</summary>
    /// <exception cref="InvalidOperationException">It would be longer than memory can be at once.</exception>
    public static int Length(CoresetStream stream)
    {
        Int128 length = OptionsBytes(stream.Options) + StateBytes
            + ContentBytes(stream.Stack.Buckets.Length, stream.Stack.Rows.Count, stream.Dimension) + SealedFormat.Overhead;
        return length <= Array.MaxLength
            ? (int)length
            : throw new InvalidOperationException($"The stream's file would have {length} bytes; allowed are {Array.MaxLength}. Take a smaller Size.");
    }

    /// <summary>Writes a stream's file.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="file">Of its <see cref="Length"/>.</param>
    public static void Write(CoresetStream stream, Span<byte> file)
    {
        (BucketStack stack, StreamedRows rows) = (stream.Stack, stream.Stack.Rows);
        Format.Write(file, writer =>
        {
            WriteOptions(writer, stream.Options);
            writer.Write(stream.RowCount);
            writer.Write(stream.NextId);
            writer.Write(stack.Reductions);
            writer.Write(stack.Offset);
            writer.Write(stack.Buckets.Length);
            writer.Write(rows.Count);
            writer.Write(rows.Dimension);
            foreach (Bucket bucket in stack.Buckets)
            {
                writer.Write(bucket.Level);
                writer.Write(bucket.Count);
                writer.Write(bucket.Mass);
            }
            for (int row = 0; row < rows.Count; row++)
            {
                writer.Write(rows.Weights[row]);
                writer.Write(rows.Ids[row]);
            }
            foreach (float value in rows.Values(0, rows.Count)) writer.Write(value);
        });
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="threads">Threads that the stream shall use.</param>
    /// <exception cref="InvalidDataException">It is no file, or a damaged one; the message says how.</exception>
    public static CoresetStream Read(ReadOnlySpan<byte> file, int threads) => Format.Read(file, reader =>
    {
        try
        {
            return Read(reader, threads);
        }
        // Only here does a wrong file have a right checksum: another program wrote it.
        catch (Exception refused) when (refused is ArgumentException or IOException or FormatException)
        {
            throw new InvalidDataException($"no valid stream: {refused.Message}", refused);
        }
    });

    /// <summary>How many bytes options take.</summary>
    public static int OptionsBytes(CoresetStreamOptions options) => LeastOptionsBytes + options.Method.ToString().Length + options.Metric.ToString().Length;

    /// <summary>Writes options, but for threads.</summary>
    public static void WriteOptions(BinaryWriter writer, CoresetStreamOptions options)
    {
        writer.Write(options.Method.ToString());
        writer.Write(options.Metric.ToString());
        writer.Write(options.Size);
        writer.Write(options.Clusters);
        writer.Write(options.LeafRows);
        writer.Write(options.Seed);
    }

    /// <summary>Reads options.</summary>
    /// <param name="reader">Where they stand.</param>
    /// <param name="threads">Threads to use.</param>
    /// <exception cref="ArgumentException">A name is none.</exception>
    public static CoresetStreamOptions ReadOptions(BinaryReader reader, int threads) => new()
    {
        Method = Named<ClusteringCoresetMethod>(reader.ReadString()),
        Metric = Named<Metric>(reader.ReadString()),
        Size = reader.ReadInt32(),
        Clusters = reader.ReadInt32(),
        LeafRows = reader.ReadInt32(),
        Seed = reader.ReadUInt64(),
        Threads = threads,
    };

    private static CoresetStream Read(BinaryReader reader, int threads)
    {
        var stream = new CoresetStream(ReadOptions(reader, threads));
        (stream.RowCount, stream.NextId) = (reader.ReadInt64(), reader.ReadInt64());
        (ulong reductions, double offset) = (reader.ReadUInt64(), reader.ReadDouble());
        (int buckets, int rows, int dimension) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        Int128 rest = reader.BaseStream.Length - reader.BaseStream.Position;
        Require(buckets is >= 0 and <= BucketStack.MostBuckets && rows >= 0 && dimension >= 0 && ContentBytes(buckets, rows, dimension) == rest,
            $"found {buckets} buckets and {rows} rows of {dimension} values in {rest} bytes");
        Require(dimension > 0 || rows == 0, $"found {rows} rows without values");
        Require(stream.RowCount >= rows && stream.NextId >= 0 && double.IsFinite(offset), $"found {stream.RowCount} rows and offset {offset}");
        stream.Stack.Restore(ReadBuckets(reader, buckets, rows, stream.Options), offset, reductions);
        if (dimension > 0) ReadRows(reader, stream, rows, dimension);
        return stream;
    }

    private static Bucket[] ReadBuckets(BinaryReader reader, int count, int rows, CoresetStreamOptions options)
    {
        var buckets = new Bucket[count];
        (int level, long left) = (BucketStack.MostBuckets, rows);
        foreach (ref Bucket bucket in buckets.AsSpan())
        {
            bucket = new Bucket(reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble());
            Require(bucket.Level >= 0 && bucket.Level < level && bucket.Count >= 1 && bucket.Count <= options.Size && bucket.Mass > 0
                && double.IsFinite(bucket.Mass), $"found {bucket} below level {level}");
            level = bucket.Level;
            left -= bucket.Count;
        }
        Require(left >= 0 && left <= options.LeafRows, $"found {left} rows in the leaf");
        return buckets;
    }

    /// <summary>2^63 rows of the largest weight that a stream takes.</summary>
    private const double LargestKept = 1e219;

    /// <summary>A bucket says its mass exactly, its weights but for rounding: what differs by more was not written by a stream.</summary>
    private static void CheckMasses(ReadOnlySpan<Bucket> buckets, ReadOnlySpan<double> weights)
    {
        int first = 0;
        foreach (Bucket bucket in buckets)
        {
            double sum = 0;
            foreach (double weight in weights.Slice(first, bucket.Count)) sum += weight;
            Require(Math.Abs(sum - bucket.Mass) <= 1e-6 * bucket.Mass, $"found {bucket} and weights that add up to {sum}");
            first += bucket.Count;
        }
    }

    private static void ReadRows(BinaryReader reader, CoresetStream stream, int count, int dimension)
    {
        StreamedRows rows = stream.Stack.Rows;
        rows.Reserve(count, dimension);
        for (int row = 0; row < count; row++)
        {
            (double weight, long id) = (reader.ReadDouble(), reader.ReadInt64());
            Require(weight > 0 && weight <= LargestKept && id >= 0 && id < stream.NextId, $"found weight {weight} and number {id} of row {row}");
            rows.Add(weight, id);
        }
        CheckMasses(stream.Stack.Buckets, rows.Weights);
        foreach (ref float value in rows.Values(0, count)) value = reader.ReadSingle();
        if (count > 0) RowValidation.CheckRows(rows.View(0, count), stream.Options.Metric == Metric.Cosine, "rows");
    }

    private static Int128 ContentBytes(int buckets, int rows, int dimension) =>
        (Int128)buckets * BucketBytes + (Int128)rows * (RowBytes + (Int128)dimension * sizeof(float));

    /// <summary>By name: numbers change when a member is put between others.</summary>
    private static T Named<T>(string name)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
            if (value.ToString() == name) return value;
        throw new ArgumentException($"found {typeof(T).Name} {name}; allowed are {string.Join(", ", Enum.GetNames<T>())}.", nameof(name));
    }
}
