using System;
using System.IO;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

public sealed class IdxDataTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void Images_and_labels_are_read_plain_and_compressed()
    {
        byte[] images = Scratch.Idx(8, [2, 2, 3], [1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255]), labels = Scratch.Idx(8, [2], [1, 9]);

        foreach (LabelledData data in (LabelledData[])[
            IdxData.Read(_scratch.Bytes("x-ubyte", images), _scratch.Bytes("y-ubyte", labels)),
            IdxData.Read(_scratch.Compressed("x-ubyte.gz", images), _scratch.Compressed("y-ubyte.gz", labels)),
            IdxData.Read(new MemoryStream(images), new MemoryStream(labels)),
        ])
        {
            Assert.Equal((new ExampleShape(2, 3, 1), 10), (data.Shape, data.Classes));
            Assert.Equal([[1, 2, 3, 4, 5, 6], [250, 251, 252, 253, 254, 255]], Gathered.Rows(data));
            Assert.Equal([1, 9], data.Labels.ToArray());
        }
    }

    [Fact]
    public void What_was_written_is_read() => Prop.ForAll<byte[]>(bytes =>
    {
        byte[] values = [.. bytes, 7];
        LabelledData data = IdxData.Read(
            new MemoryStream(Scratch.Idx(8, [values.Length, 1, 1], values)), new MemoryStream(Scratch.Idx(8, [values.Length], values)));
        Assert.Equal(values.Select(value => (float)value), Gathered.Rows(data).Select(row => row[0]));
        Assert.Equal(values.Select(value => (int)value), data.Labels.ToArray());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Axes_are_those_of_examples()
    {
        Assert.Equal(ExampleShape.Vector(4), Read([1, 4]).Shape);
        Assert.Equal(new ExampleShape(2, 1, 2), Read([1, 2, 1, 2]).Shape);
        Gathered.IsRefused("found an array of shape (1, 1, 1, 2, 2), allowed are two to four axes", () => Read([1, 1, 1, 2, 2]));
        Gathered.IsRefused("found an array of shape (4), allowed is (rows, dimension)", () => Read([4]));
        Gathered.IsRefused("found an array of shape (), allowed is (rows, dimension)", () => Read([]));

        static LabelledData Read(int[] shape) => IdxData.Read(new MemoryStream(Scratch.Idx(8, shape, [1, 2, 3, 4])), new MemoryStream(Scratch.Idx(8, [1], [0])));
    }

    [Fact]
    public void Broken_files_are_refused()
    {
        string images = _scratch.Bytes("x-ubyte", Scratch.Idx(8, [2, 1, 2], [1, 2, 3, 4])), labels = _scratch.Bytes("y-ubyte", Scratch.Idx(8, [2], [1, 2]));

        Gathered.IsRefused("truncated: expected 20 bytes for shape (2, 1, 2) of uint8, found 19", () => ReadImages(Scratch.Idx(8, [2, 1, 2], [1, 2, 3])));
        Gathered.IsRefused("expected 20 bytes for shape (2, 1, 2) of uint8, found 21", () => ReadImages(Scratch.Idx(8, [2, 1, 2], [1, 2, 3, 4, 5])));
        Gathered.IsRefused("not an IDX file", () => ReadImages([1, 0, 8, 1]));
        Gathered.IsRefused("found IDX values of type 0x0D", () => ReadImages(Scratch.Idx(13, [2, 1, 2], [1, 2, 3, 4])));
        Gathered.IsRefused("found an array of shape (4294967295, 1, 2), allowed are 1 to 2147483647 rows", () => ReadImages(Scratch.Idx(8, [-1, 1, 2], [])));
        Gathered.IsRefused("found 3 labels, expected one for each of 2 examples", () => ReadLabels(Scratch.Idx(8, [3], [1, 2, 3])));
        Gathered.IsRefused("found -1 as the label of row 1", () => ReadLabels(Scratch.Idx(9, [2], [0, 255])));
        Gathered.IsRefused("y-ubyte: found 2 as the label of row 1 (counted from 0), allowed are 0 to 1", () => IdxData.Read(images, labels, classes: 2));
        Gathered.IsRefused("nowhere: no such file", () => IdxData.Read(images, "nowhere"));
        Gathered.IsRefused("not a .gz file", () => IdxData.Read(images, _scratch.Bytes("z-ubyte.gz", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)));

        void ReadImages(byte[] bytes) => IdxData.Read(_scratch.Bytes("bad-ubyte", bytes), labels);
        void ReadLabels(byte[] bytes) => IdxData.Read(images, _scratch.Bytes("bad-ubyte", bytes));
    }

    [Fact]
    public void A_compressed_file_ends_where_its_header_says_and_is_whole()
    {
        string images = _scratch.Compressed("x-ubyte.gz", Scratch.Idx(8, [2, 1, 2], [1, 2, 3, 4])), labels = _scratch.Compressed("y-ubyte.gz", Scratch.Idx(8, [2], [1, 2]));
        string longer = _scratch.Compressed("long-ubyte.gz", Scratch.Idx(8, [2, 1, 2], [1, 2, 3, 4, 5])), more = _scratch.Compressed("more-ubyte.gz", Scratch.Idx(8, [2], [1, 2, 3]));

        Assert.Equal(2, IdxData.Read(images, labels).Count);
        Gathered.IsRefused("expected 20 bytes for shape (2, 1, 2) of uint8, found more", () => IdxData.Read(longer, labels));
        Gathered.IsRefused("expected 10 bytes for shape (2) of uint8, found more", () => IdxData.Read(images, more));

        // Stored and not packed, so that the checksum, here a wrong one, begins where a block of 8192 bytes is full: it is never looked at by those
        // who only read the values.
        byte[] content = Scratch.Idx(8, [8161, 1, 1], new byte[8161]);
        byte[] length = BitConverter.GetBytes((short)content.Length), complement = BitConverter.GetBytes((short)~content.Length);
        string damaged = _scratch.Bytes(
            "bad-ubyte.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1, .. length, .. complement, .. content, 1, 2, 3, 4, .. BitConverter.GetBytes(content.Length)]);
        Assert.Equal(8192 + 8, new FileInfo(damaged).Length);
        Gathered.IsRefused("bad-ubyte.gz: damaged", () => IdxData.Read(damaged, _scratch.Bytes("zeros-ubyte", Scratch.Idx(8, [8161], new byte[8161]))));
    }

    [Fact]
    public void Streams_are_read_from_where_they_stand()
    {
        var images = new MemoryStream([9, 9, 9, .. Scratch.Idx(8, [2, 1, 2], [1, 2, 3, 4])]) { Position = 3 };
        var labels = new MemoryStream([9, .. Scratch.Idx(8, [2], [1, 0])]) { Position = 1 };
        Assert.Equal([[1, 2], [3, 4]], Gathered.Rows(IdxData.Read(images, labels)));

        images.SetLength(images.Length - 1);
        (images.Position, labels.Position) = (3, 1);
        Gathered.IsRefused("truncated: expected 20 bytes for shape (2, 1, 2) of uint8, found 19", () => IdxData.Read(images, labels));
    }

    [Fact]
    public void A_compressed_file_reserves_no_memory_for_what_its_header_claims()
    {
        string images = _scratch.Compressed("x-ubyte.gz", Scratch.Idx(8, [2_000_000_000, 1, 1], [1, 2, 3]));
        string labels = _scratch.Compressed("y-ubyte.gz", Scratch.Idx(8, [2_000_000_000], [1, 2, 3]));
        string one = _scratch.Bytes("one-ubyte", Scratch.Idx(8, [1], [1]));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Gathered.IsRefused("truncated: expected 2000000016 bytes for shape (2000000000, 1, 1) of uint8, found 19", () => IdxData.Read(images, one));
        Gathered.IsRefused("truncated: expected 2000000008 bytes for shape (2000000000) of uint8, found 11", () => IdxData.Read(images, labels));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L << 20);
    }

    public void Dispose() => _scratch.Dispose();
}
