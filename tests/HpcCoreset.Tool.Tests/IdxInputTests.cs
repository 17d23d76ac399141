using System;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class IdxInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("train-images.idx3-ubyte")]
    [InlineData("images.idx")]
    public void Images_are_flattened(string name) =>
        Loading.HasRows(_scratch.Bytes(name, Scratch.Idx(8, [2, 2, 2], [1, 2, 3, 4, 250, 6, 7, 8])), [1, 2, 3, 4], [250, 6, 7, 8]);

    [Fact]
    public void A_compressed_file_is_read() =>
        Loading.HasRows(_scratch.Compressed("x-idx2-ubyte.gz", Scratch.Idx(8, [1, 3], [1, 2, 3])), [1, 2, 3]);

    [Theory]
    [InlineData(0x0D, "found IDX values of type 0x0D, allowed are 0x08 (uint8) and 0x09 (int8)")]
    [InlineData(0x08, "truncated: expected 20 bytes for shape (2, 4) of uint8, found 15")]
    public void What_is_not_supported_is_refused(byte type, string message) =>
        Loading.IsRefused(message, _scratch.Bytes("x-ubyte", Scratch.Idx(type, [2, 4], [1, 2, 3])));

    [Fact]
    public void Labels_are_no_rows() =>
        Loading.IsRefused(
            "found an array of shape (3), allowed is (rows, dimension)", _scratch.Bytes("x-ubyte", Scratch.Idx(8, [3], [1, 2, 3])));

    [Fact]
    public void A_row_that_fits_no_memory_is_refused() => Loading.IsRefused(
        "found an array of shape (1, 2000000000, 2000000000)",
        _scratch.Compressed("x-ubyte.gz", Scratch.Idx(8, [1, 2_000_000_000, 2_000_000_000], [1])));

    [Fact]
    public void A_file_without_axes_is_refused() =>
        Loading.IsRefused("found an array of shape (), allowed is (rows, dimension)", _scratch.Bytes("x-ubyte", Scratch.Idx(8, [], [1])));

    [Fact]
    public void A_file_that_is_something_else_is_refused() => Loading.IsRefused("not an IDX file", _scratch.Text("x-ubyte", "hello"));

    [Fact]
    public void A_header_that_ends_early_is_refused() =>
        Loading.IsRefused("damaged IDX header: it ends early", _scratch.Bytes("x-ubyte", Scratch.Idx(8, [2, 4], [])[..9]));

    public void Dispose() => _scratch.Dispose();
}
