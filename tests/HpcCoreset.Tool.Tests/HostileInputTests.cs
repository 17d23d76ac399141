using System;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>What files of other people's making did to the command, once.</summary>
public sealed class HostileInputTests : IDisposable
{
    private const long FewBytes = 1 << 19;

    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("(2147483647, 1000000)")]
    [InlineData("(1, 268435455)")]
    [InlineData("(1000000, 200)")]
    public void A_header_of_a_compressed_file_reserves_no_memory(string shape)
    {
        string file = _scratch.Compressed("x.npy.gz", Scratch.Npy("<f8", shape, [1, 2, 3]));
        Assert.InRange(ReservedBytes(() => Assert.Throws<DataFileException>(() => Loading.Load(file))), 0, FewBytes);
        Assert.InRange(ReservedBytes(() => Assert.Throws<DataFileException>(() => InputLoader.Open(Request(file)))), 0, FewBytes);
        Assert.InRange(ReservedBytes(() => Assert.Throws<DataFileException>(() => NpyData.Read(file, file))), 0, FewBytes);
    }

    [Fact]
    public void A_dimension_reserves_no_memory()
    {
        string file = _scratch.Bytes("x.fvecs", 0, 0, 16, 0, 1, 2, 3);
        Assert.InRange(ReservedBytes(() => Loading.IsRefused("truncated: found 7 bytes of row 0 (counted from 0), expected 4194308", file)), 0, 1 << 22);
        Assert.InRange(ReservedBytes(() => Assert.Throws<InvalidInputException>(() => Loading.Load(file))), 0, FewBytes);
    }

    [Fact]
    public void Few_rows_of_text_take_few_bytes()
    {
        string file = _scratch.Text("x.csv", "1,2\n3,4\n");
        Assert.InRange(ReservedBytes(() => Loading.HasRows(file, [1, 2], [3, 4])), 0, FewBytes);
    }

    [Fact]
    public void A_bomb_is_read_in_the_memory_of_a_block()
    {
        string file = _scratch.Compressed("x.f32.gz", new byte[1 << 26]);
        long bytes = ReservedBytes(() =>
        {
            using RowReader rows = InputLoader.Open(Request(file) with { Dimension = 4 });
            float[] row = new float[4];
            for (int count = 0; ; count++)
                if (!rows.Read(row))
                {
                    Assert.Equal(1 << 22, count);
                    return;
                }
        });
        Assert.InRange(bytes, 0, 1 << 22);
    }

    [Fact]
    public void Rows_behind_the_last_one_are_refused_in_a_compressed_file_too()
    {
        byte[] npy = Scratch.Npy("|u1", "(2, 2)", [1, 2, 3, 4]);
        Loading.IsRefused("found more", _scratch.Compressed("x.npy.gz", [.. npy, 5]));
        Loading.IsRefused("found more", _scratch.Compressed("x-ubyte.gz", [.. Scratch.Idx(8, [2, 2], [1, 2, 3, 4]), 5]));
    }

    [Fact]
    public void The_checksum_of_a_compressed_file_is_looked_at()
    {
        byte[] file = File.ReadAllBytes(_scratch.Compressed("x.npy.gz", Scratch.Npy("|u1", "(2, 2)", [1, 2, 3, 4])));
        file[^6] ^= 1;
        Loading.IsRefused("x.npy.gz: damaged", _scratch.Bytes("x.npy.gz", file));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void A_compressed_text_cut_anywhere_is_refused(int missing)
    {
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row % 7919},{row % 104729}\n"));
        byte[] whole = File.ReadAllBytes(_scratch.Compressed("x.csv.gz", [.. text.Select(c => (byte)c)]));
        Assert.Equal(20_000, Rows(whole));
        Assert.Equal(40_000, Rows([.. whole, .. whole])); // parts, one after the other
        Loading.IsRefused("x.csv.gz", _scratch.Bytes("x.csv.gz", whole[..^missing]));
        Loading.IsRefused("x.csv.gz: damaged: the compressed file ends early", _scratch.Bytes("x.csv.gz", [.. whole, .. "more"u8]));

        int Rows(byte[] file)
        {
            using InputData data = Loading.Load(_scratch.Bytes("x.csv.gz", file));
            return data.Count;
        }
    }

    [Theory]
    [InlineData("--weights")]
    [InlineData("--scores")]
    [InlineData("--initial")]
    [InlineData("--labels", "--method", "undersample")]
    public void A_damaged_file_beside_the_input_is_bad_input(string option, params string[] method)
    {
        string input = _scratch.Counting("x.npy", 3, 2);
        foreach (string name in (string[])["w.csv.gz", "w.npy.gz"])
        {
            byte[] compressed = File.ReadAllBytes(_scratch.Compressed(name, name == "w.csv.gz" ? "1\n2\n3\n"u8.ToArray() : Scratch.Npy("|u1", "(3,)", [1, 2, 3])));
            string file = _scratch.Bytes(name, compressed[..^9]);
            ToolRun.Of(["select", input, "--size", "1", .. method.Length == 0 ? ["--method", "facility-location"] : method, option, file])
                .IsRefused($"{file}: damaged");
        }
    }

    [Fact]
    public void A_file_cannot_move_the_cursor_or_fill_the_screen()
    {
        ToolRun run = ToolRun.Of("select", _scratch.Text("x.csv", $"1,2\n3,\"\u001b[2Jx\r\ny{new string('z', 1 << 20)}\"\n"), "--size", "1");
        run.IsRefused("x y");
        Assert.DoesNotContain('\u001b', run.Error);
        Assert.InRange(run.Error.Length, 0, 1300);
    }

    [Fact]
    public void A_shape_of_many_axes_is_told_in_few_words() =>
        Loading.IsRefused(" ... ", _scratch.Bytes("x.npy", Scratch.Npy("|u1", $"(0{string.Concat(Enumerable.Repeat(", 1", 9000))})", [])));

    [Fact]
    public void A_header_is_searched_once()
    {
        // Each of these would be followed to the end of the header, so that a megabyte of them took seconds.
        byte[] header = [0x93, .. "NUMPY"u8, 2, 0, 0, 0, 16, 0, .. Enumerable.Repeat("'shape':(", 1 << 17).SelectMany(text => text).Select(c => (byte)c)];
        Loading.IsRefused("damaged .npy header: it claims to be 1048576 bytes long", _scratch.Bytes("x.npy", header));
    }

    [Fact]
    public void A_raw_file_without_rows_is_refused() => ToolRun.Of("select", _scratch.Bytes("x.f32"), "--size", "1", "--dimension", "4")
        .IsRefused("x.f32: empty, at least one row is required");

    [Fact]
    public void Centroids_are_finite()
    {
        string file = _scratch.Text("c.json", "{\"index\":[0],\"weight\":[1],\"gain\":[0],\"centroids\":[1,1e39]}");
        Assert.Contains("found 1E+39 in the centroid of pick 0, allowed are finite float32 values", Refusal(file));
    }

    [Fact]
    public void A_dimension_beyond_a_block_is_refused() => ToolRun.Of("select", _scratch.Bytes("x.f32", 0, 0, 0, 0), "--size", "1", "--dimension", "2147483647")
        .IsRefused("--dimension: found 2147483647, allowed are 1 to 268435455");

    public void Dispose() => _scratch.Dispose();

    private static InputRequest Request(string file) => new(file, new DelimitedLayout());

    private static string Refusal(string coreset)
    {
        using FileStream stream = File.OpenRead(coreset);
        return Assert.Throws<InvalidInputException>(() => CoresetFormat.Of(coreset).Read(stream, coreset)).Message;
    }

    /// <summary>Managed and native.</summary>
    private static long ReservedBytes(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread() + PointStore.ReservedByThread;
        action();
        return GC.GetAllocatedBytesForCurrentThread() + PointStore.ReservedByThread - before;
    }
}
