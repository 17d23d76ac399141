using System;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

public sealed class NpyDataTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public static TheoryData<string, byte[]> ElementTypes => new()
    {
        { "|u1", [1, 2, 3, 4, 5, 255] },
        { "|i1", [1, 2, 3, 4, 5, 255] },
        { "<f2", Raw(x => BitConverter.GetBytes((Half)x)) },
        { "<f4", Raw(x => BitConverter.GetBytes(x)) },
        { "<f8", Raw(x => BitConverter.GetBytes((double)x)) },
    };

    [Theory]
    [MemberData(nameof(ElementTypes))]
    public void Every_element_type_is_read(string type, byte[] values)
    {
        LabelledData data = Read(Scratch.Npy(type, "(3, 2)", values));

        Assert.Equal([[1, 2], [3, 4], [5, type == "|u1" ? 255 : -1]], Gathered.Rows(data));
        Assert.Equal([2, 0, 1], data.Labels.ToArray());
        Assert.Equal((ExampleShape.Vector(2), 3), (data.Shape, data.Classes));
    }

    [Theory]
    [InlineData("(3, 2, 4)", 2, 4, 1)]
    [InlineData("(3, 2, 1, 4)", 2, 1, 4)]
    [InlineData("(3, 8)", 1, 1, 8)]
    public void Tensors_keep_their_axes(string shape, int height, int width, int channels)
    {
        LabelledData data = Read(Scratch.Npy("|u1", shape, [.. Enumerable.Range(0, 24).Select(i => (byte)i)]));

        Assert.Equal(new ExampleShape(height, width, channels), data.Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), Gathered.Rows(data).SelectMany(row => row));
    }

    [Fact]
    public void Labels_may_be_integers_of_any_width_or_text()
    {
        string values = _scratch.Bytes("x.npy", Scratch.Npy("|u1", "(3, 1)", [7, 8, 9]));

        Assert.Equal([3, 0, 300], NpyData.Read(values, _scratch.Bytes("y.npy", Scratch.Npy("<i8", "(3,)", Longs(3, 0, 300)))).Labels.ToArray());
        Assert.Equal([3, 0, 1], NpyData.Read(values, _scratch.Bytes("y-ubyte", Scratch.Idx(8, [3], [3, 0, 1]))).Labels.ToArray());

        LabelledData named = NpyData.Read(values, _scratch.Text("y.txt", "zebra\ncat\ndog\n"));
        Assert.Equal(["cat", "dog", "zebra"], named.ClassNames);
        Assert.Equal([2, 0, 1], named.Labels.ToArray());

        LabelledData numbered = NpyData.Read(values, _scratch.Text("y.csv", "10\n-2\n9\n"));
        Assert.Equal(["-2", "9", "10"], numbered.ClassNames);
        Assert.Equal([2, 0, 1], numbered.Labels.ToArray());

        LabelledData test = NpyData.Read(values, _scratch.Text("t.txt", "dog\ndog\ncat\n"), named.ClassNames);
        Assert.Equal(3, test.Classes);
        Assert.Equal([1, 1, 0], test.Labels.ToArray());
        Gathered.IsRefused("t.txt: found 'cow' as the label of row 1 (counted from 0), allowed are the 3 classes that are known: cat, dog, zebra",
            () => NpyData.Read(values, _scratch.Text("t.txt", "dog\ncow\ncat\n"), named.ClassNames));
    }

    [Theory]
    [InlineData("<f4", "(1152921504606846976, 2)", "found an array of shape (1152921504606846976, 2), allowed are 1 to 2147483647 rows")]
    [InlineData("<f4", "(3, 1152921504606846976)", "allowed are 1 to 268435455 values per row")]
    [InlineData("<f4", "(2147483647, 2)", "truncated: expected 17179869")]
    [InlineData("<f4", "(3, 2)", "truncated: expected")]
    [InlineData("<f4", "(0, 2)", "allowed are 1 to 2147483647 rows")]
    [InlineData("<i4", "(2, 1)", "found values of type <i4, allowed are float32, float64, float16, uint8, int8")]
    [InlineData("<f4", "(1, 2, 1, 1, 1)", "allowed are two to four axes")]
    public void What_the_header_claims_is_checked(string type, string shape, string message) =>
        Gathered.IsRefused(message, () => Read(Scratch.Npy(type, shape, new byte[8])));

    [Fact]
    public void Values_must_be_finite_and_labels_classes()
    {
        Gathered.IsRefused("x.npy: found NaN in row 2, column 1", () => Read(Scratch.Npy("<f4", "(3, 2)", Floats(1, 2, 3, 4, 5, float.NaN))));
        Gathered.IsRefused("x.npy: found 1E+300 in row 0, column 1",
            () => Read(Scratch.Npy("<f8", "(3, 1, 2)", [.. new[] { 1, 1e300, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)])));
        Gathered.IsRefused("found 0.5 as the label of row 1", () => Labels(Scratch.Npy("<f4", "(3,)", Floats(1, 0.5f, 2))));
        Gathered.IsRefused("found 1048576 as the label of row 0", () => Labels(Scratch.Npy("<i8", "(3,)", Longs(1 << 20, 0, 1))));
        Gathered.IsRefused("found 2 labels, expected one for each of 3 examples", () => Labels(Scratch.Npy("<i8", "(2,)", Longs(1, 0))));
        Gathered.IsRefused("found an array of shape (3, 1), allowed is one axis", () => Labels(Scratch.Npy("<i8", "(3, 1)", Longs(1, 0, 1))));

        void Labels(byte[] labels) =>
            NpyData.Read(_scratch.Bytes("x.npy", Scratch.Npy("|u1", "(3, 1)", [7, 8, 9])), _scratch.Bytes("y.npy", labels));
    }

    [Fact]
    public void Streams_are_read()
    {
        LabelledData data = NpyData.Read(
            new MemoryStream(Scratch.Npy("|u1", "(2, 1)", [7, 8])), new MemoryStream(Scratch.Npy("|u1", "(2,)", [1, 0])));

        Assert.Equal([[7], [8]], Gathered.Rows(data));
        Assert.Equal([1, 0], data.Labels.ToArray());
    }

    [Fact]
    public void Files_may_have_more_bytes_than_a_span()
    {
        // As long as its header says, but there is nothing behind the header: no page of what is reserved is ever touched.
        using var values = new EmptyBehind(Scratch.Npy("<f8", "(300000000, 1)", []), 8L * 300_000_000);
        Gathered.IsRefused("truncated: expected 24000000", () => NpyData.Read(values, new MemoryStream()));
    }

    public void Dispose() => _scratch.Dispose();

    private static byte[] Raw(Func<float, byte[]> bytes) => [.. new float[] { 1, 2, 3, 4, 5, -1 }.SelectMany(bytes)];

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Longs(params long[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private LabelledData Read(byte[] values) =>
        NpyData.Read(_scratch.Bytes("x.npy", values), _scratch.Bytes("y.npy", Scratch.Npy("|u1", "(3,)", [2, 0, 1])));

    private sealed class EmptyBehind(byte[] head, long bytes) : MemoryStream(head)
    {
        public override long Length => base.Length + bytes;
    }
}
