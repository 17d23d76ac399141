using System;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

public sealed class DamagedFilesTests : IDisposable
{
    private static readonly byte[] _labels = Scratch.Idx(8, [3], [0, 1, 2]);

    private readonly Scratch _scratch = new();

    [Fact]
    public void Of_IDX() => ReadsOrRefuses(Scratch.Idx(8, [3, 1, 2], [1, 2, 3, 4, 5, 6]), bytes => IdxData.Read(new MemoryStream(bytes), new MemoryStream(_labels)));

    [Fact]
    public void Of_IDX_labels() =>
        ReadsOrRefuses(_labels, bytes => IdxData.Read(new MemoryStream(Scratch.Idx(8, [3, 1, 2], [1, 2, 3, 4, 5, 6])), new MemoryStream(bytes)));

    [Fact]
    public void Of_npy() => ReadsOrRefuses(Scratch.Npy("<f2", "(3, 1)", [0, 60, 0, 64, 0, 66]), bytes =>
        NpyData.Read(new MemoryStream(bytes), new MemoryStream(Scratch.Npy("|u1", "(3,)", [0, 1, 2]))));

    [Fact]
    public void Of_CSV() => ReadsOrRefuses("a,label\n1,x\n2.5,\"y\"\n-3,z\n"u8.ToArray(), bytes => CsvData.Read(new MemoryStream(bytes), "x.csv", "1"));

    [Fact]
    public void Of_LIBSVM() => ReadsOrRefuses("+1 1:0.5 3:2\n-1 2:1e3 # x\n"u8.ToArray(), bytes => LibSvmData.Read(new MemoryStream(bytes), "x").ToClasses());

    [Fact]
    public void Of_CIFAR() => ReadsOrRefuses([.. CifarDataTests.Record(1, 3), .. CifarDataTests.Record(2, 4)], bytes => CifarData.ReadCifar10(new MemoryStream(bytes)));

    [Fact]
    public void Of_compressed_files()
    {
        byte[] whole = File.ReadAllBytes(_scratch.Compressed("x.csv.gz", Encoding.UTF8.GetBytes("a,label\n1,x\n2.5,y\n-3,z\n")));
        ReadsOrRefuses(whole, bytes => CsvData.Read(_scratch.Bytes("x.csv.gz", bytes), "1"));
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>That a file with bytes changed, cut off or appended is read or refused, and nothing else.</summary>
    private static void ReadsOrRefuses(byte[] whole, Func<byte[], LabelledData> read)
    {
        Assert.True(read(whole).Count > 1);
        Prop.ForAll<(byte Place, byte Value)[], byte, byte[]>((changes, length, appended) =>
        {
            byte[] damaged = [.. whole.Take(whole.Length - length % 4 * length % whole.Length), .. length % 3 == 0 ? appended : []];
            foreach ((byte place, byte value) in changes.Take(3))
                if (damaged.Length > 0) damaged[place % damaged.Length] = value;
            try
            {
                LabelledData data = read(damaged);
                Assert.All(Gathered.Rows(data), row => Assert.All(row, value => Assert.True(float.IsFinite(value))));
            }
            catch (DataFileException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
