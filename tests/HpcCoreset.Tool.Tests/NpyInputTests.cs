using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class NpyInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public static TheoryData<string, byte[]> ElementTypes => new()
    {
        { "<f4", Bytes(BitConverter.GetBytes, 1f, 2f, 3f, -4f, 5f, 6f) },
        { "<f8", Bytes(BitConverter.GetBytes, 1.0, 2.0, 3.0, -4.0, 5.0, 6.0) },
        { "<f2", Bytes(BitConverter.GetBytes, (Half)1, (Half)2, (Half)3, (Half)(-4), (Half)5, (Half)6) },
        { "|i1", [1, 2, 3, 252, 5, 6] },
    };

    [Theory]
    [MemberData(nameof(ElementTypes))]
    public void Every_element_type_is_read(string descr, byte[] values) =>
        Loading.HasRows(_scratch.Bytes("x.npy", Scratch.Npy(descr, "(3, 2)", values)), [1, 2], [3, -4], [5, 6]);

    [Fact]
    public void Unsigned_bytes_are_read() =>
        Loading.HasRows(_scratch.Bytes("x.npy", Scratch.Npy("|u1", "(2, 2)", [0, 128, 255, 7])), [0, 128], [255, 7]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_header_versions_are_read(int version) =>
        Loading.HasRows(_scratch.Bytes("x.npy", Scratch.Npy("|u1", "(1, 2)", [3, 4], version)), [3, 4]);

    [Fact]
    public void A_compressed_file_is_read() =>
        Loading.HasRows(_scratch.Compressed("x.npy.gz", Scratch.Npy("|u1", "(1, 2)", [3, 4])), [3, 4]);

    [Fact]
    public void More_rows_than_one_block_holds_are_read()
    {
        const int Rows = 3000, Columns = 1000; // 12 MB in blocks of 1 MiB
        using var data = Loading.Load(_scratch.Counting("x.npy", Rows, Columns));
        Assert.Equal(Rows, data.Rows.Count);
        Assert.All(new[] { 0, 261, 262, 263, 2999 }, row => Assert.Equal((float)(row * Columns + 7), data.Rows[row][7]));
    }

    [Theory]
    [InlineData("<f4", "(3, 2)", true, "found Fortran order, allowed is C order")]
    [InlineData(">f4", "(3, 2)", false, "found big-endian values (>f4), allowed is little-endian")]
    [InlineData("<c8", "(3, 2)", false, "found values of type <c8, allowed are float32, float64, float16, uint8, int8")]
    [InlineData("<i8", "(3, 2)", false, "found values of type <i8, allowed are float32")]
    [InlineData("<f4", "(6,)", false, "found an array of shape (6), allowed is (rows, dimension)")]
    [InlineData("<f4", "()", false, "found an array of shape (), allowed is (rows, dimension)")]
    [InlineData("<f4", "(3, 2, 1)", false, "found an array of shape (3, 2, 1), allowed is (rows, dimension)")]
    [InlineData("<f4", "(0, 2)", false, "found an array of shape (0, 2), allowed are 1 to")]
    [InlineData("<f4", "(2, 0)", false, "found an array of shape (2, 0), allowed are 1 to")]
    [InlineData("<f4", "(5000000000, 2)", false, "found an array of shape (5000000000, 2), allowed are 1 to 2147483647 rows")]
    [InlineData("<f4", "(x, 2)", false, "damaged .npy header: its shape is (x, 2)")]
    [InlineData("float", "(3, 2)", false, "damaged .npy header: it has no valid 'descr'")]
    public void What_is_not_supported_is_refused(string descr, string shape, bool fortran, string message) =>
        Loading.IsRefused(message, _scratch.Bytes("x.npy", Scratch.Npy(descr, shape, new byte[24], 1, fortran)));

    [Theory]
    [InlineData(23, "truncated: expected 94 bytes for shape (3, 2) of float32, found 93")]
    [InlineData(25, "expected 94 bytes for shape (3, 2) of float32, found 95")]
    public void A_file_of_another_length_than_its_header_says_is_refused(int bytes, string message) =>
        Loading.IsRefused(message, _scratch.Bytes("x.npy", Scratch.Npy("<f4", "(3, 2)", new byte[bytes])));

    [Fact]
    public void A_truncated_compressed_file_is_refused() => Loading.IsRefused(
        "truncated: expected 94 bytes for shape (3, 2) of float32, found 80",
        _scratch.Compressed("x.npy.gz", Scratch.Npy("<f4", "(3, 2)", new byte[10])));

    [Fact]
    public void A_file_that_was_not_compressed_is_refused() => Loading.IsRefused("x.npy.gz: not a .gz file: it does not begin with \\x1F\\x8B", _scratch.Bytes("x.npy.gz", 1, 2, 3, 4, 5));

    [Theory]
    [InlineData("hello", "not a .npy file")]
    [InlineData("", "not a .npy file")]
    public void A_file_that_is_something_else_is_refused(string text, string message) =>
        Loading.IsRefused(message, _scratch.Text("x.npy", text));

    [Fact]
    public void A_header_that_ends_early_is_refused() =>
        Loading.IsRefused("damaged .npy header: it ends early", _scratch.Bytes("x.npy", Scratch.Npy("<f4", "(3, 2)", [])[..40]));

    [Fact]
    public void An_unknown_version_is_refused() =>
        Loading.IsRefused(
            "found .npy format version 3, allowed are 1 and 2", _scratch.Bytes("x.npy", Scratch.Npy("<f4", "(3, 2)", new byte[24], 3)));

    [Theory]
    [InlineData(double.NaN, "found NaN in row 17, column 3")]
    [InlineData(double.NegativeInfinity, "found -Infinity in row 17, column 3")]
    [InlineData(1e300, "found 1E+300 in row 17, column 3")]
    public void A_value_that_is_no_finite_float32_is_refused_with_its_place(double value, string message)
    {
        var values = new double[20 * 4];
        values[17 * 4 + 3] = value;
        string file = _scratch.Bytes("x.npy", Scratch.Npy("<f8", "(20, 4)", Bytes(BitConverter.GetBytes, values)));
        Loading.IsRefused($"{file}: {message}", file);
    }

    public void Dispose() => _scratch.Dispose();

    private static byte[] Bytes<T>(Func<T, byte[]> encode, params T[] values) => [.. values.SelectMany(encode)];
}
