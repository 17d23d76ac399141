using System;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;

namespace HpcCoreset.Streaming;

/// <summary>
/// The <c>.hpcs</c> format, version 1: what a stream needs to go on, little-endian, and the SHA-256 of it.
/// </summary>
/// <remarks>
/// A mark whose first byte is no text and whose end does not survive a transfer as text; version, length of the file; options, counts and
/// offset; level, count and mass of each bucket; weight and number of each row; the values. Nothing is reserved by a number in a file
/// before the file was seen to be as long as that takes.
/// </remarks>
internal static unsafe class CoresetStreamFile
{
    /// <summary>Bytes up to the end of the length.</summary>
    public const int FrameBytes = 8 + sizeof(int) + sizeof(long);

    private const int Version = 1;
    private const int BucketBytes = 2 * sizeof(int) + sizeof(double);
    private const int RowBytes = sizeof(double) + sizeof(long);
    private const int HeadBytes = FrameBytes + 6 * sizeof(int) + 2 * sizeof(long) + 2 * sizeof(ulong) + sizeof(double);

    private static ReadOnlySpan<byte> Mark => [0x89, (byte)'H', (byte)'P', (byte)'C', (byte)'S', (byte)'\r', (byte)'\n', 0x1A];

    /// <summary>The length of a stream's file.</summary>
    /// <exception cref="InvalidOperationException">It would be longer than memory can be at once.</exception>
    public static int Length(CoresetStream stream)
    {
        (string method, string metric) = (stream.Options.Method.ToString(), stream.Options.Metric.ToString());
        Int128 length = HeadBytes + 2 + method.Length + metric.Length
            + ContentBytes(stream.Stack.Buckets.Length, stream.Stack.Rows.Count, stream.Dimension) + SHA256.HashSizeInBytes;
        return length <= Array.MaxLength
            ? (int)length
            : throw new InvalidOperationException($"The stream's file would have {length} bytes; allowed are {Array.MaxLength}. Take a smaller Size.");
    }

    /// <summary>Writes a stream's file.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="file">Of its <see cref="Length"/>.</param>
    public static void Write(CoresetStream stream, Span<byte> file)
    {
        (CoresetStreamOptions options, BucketStack stack, StreamedRows rows) = (stream.Options, stream.Stack, stream.Stack.Rows);
        fixed (byte* first = file)
        {
            using var writer = new BinaryWriter(new UnmanagedMemoryStream(first, file.Length, file.Length, FileAccess.Write));
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write((long)file.Length);
            writer.Write(options.Method.ToString());
            writer.Write(options.Metric.ToString());
            writer.Write(options.Size);
            writer.Write(options.Clusters);
            writer.Write(options.LeafRows);
            writer.Write(options.Seed);
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
        }
        SHA256.HashData(file[..^SHA256.HashSizeInBytes], file[^SHA256.HashSizeInBytes..]);
    }

    /// <summary>Checks the beginning of a file, as much as there is of it.</summary>
    /// <returns>The length of the file.</returns>
    /// <exception cref="InvalidDataException">It is none, or too short to tell.</exception>
    public static long CheckFrame(ReadOnlySpan<byte> file)
    {
        int known = Math.Min(file.Length, Mark.Length);
        if (!file[..known].SequenceEqual(Mark[..known])) throw new InvalidDataException("no .hpcs file: it does not begin with \\x89HPCS.");
        if (file.Length < FrameBytes)
            throw new InvalidDataException($"truncated: found {file.Length} bytes, the shortest .hpcs file has {HeadBytes + SHA256.HashSizeInBytes} and more.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(file[Mark.Length..]);
        if (version != Version) throw new InvalidDataException($"found version {version} of the .hpcs format, allowed is {Version}.");
        return BinaryPrimitives.ReadInt64LittleEndian(file[(Mark.Length + sizeof(int))..]);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="threads">Threads that the stream shall use.</param>
    /// <exception cref="InvalidDataException">It is no file, or a damaged one; the message says how.</exception>
    public static CoresetStream Read(ReadOnlySpan<byte> file, int threads)
    {
        long length = CheckFrame(file);
        if (file.Length < length) throw new InvalidDataException($"truncated: found {file.Length} bytes, expected {length}.");
        if (file.Length > length) throw new InvalidDataException($"damaged: found {file.Length} bytes, its head tells of {length}.");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (length >= HeadBytes + hash.Length) SHA256.HashData(file[..^hash.Length], hash);
        if (length < HeadBytes + hash.Length || !file[^hash.Length..].SequenceEqual(hash))
            throw new InvalidDataException("damaged: the checksum is not that of the content.");
        fixed (byte* first = file)
        {
            using var reader = new BinaryReader(new UnmanagedMemoryStream(first, file.Length - hash.Length));
            reader.BaseStream.Position = FrameBytes;
            try
            {
                return Read(reader, threads);
            }
            // Only from here on does a wrong file have a right checksum: another program wrote it.
            catch (Exception refused) when (refused is ArgumentException or IOException or FormatException)
            {
                throw new InvalidDataException($"no valid stream: {refused.Message}", refused);
            }
        }
    }

    private static CoresetStream Read(BinaryReader reader, int threads)
    {
        var stream = new CoresetStream(new CoresetStreamOptions
        {
            Method = Named<ClusteringCoresetMethod>(reader.ReadString()),
            Metric = Named<Metric>(reader.ReadString()),
            Size = reader.ReadInt32(),
            Clusters = reader.ReadInt32(),
            LeafRows = reader.ReadInt32(),
            Seed = reader.ReadUInt64(),
            Threads = threads,
        });
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

    private static void Require(bool isSo, FormattableString found)
    {
        if (!isSo) throw new FormatException(FormattableString.Invariant($"{FormattableString.Invariant(found)}."));
    }
}
