using System;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

public sealed class CifarDataTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void Planes_become_pixels_and_files_follow_one_another()
    {
        LabelledData data = CifarData.ReadCifar10(
            _scratch.Bytes("data_batch_1.bin", [.. Record(1, 3), .. Record(2, 9)]), _scratch.Compressed("data_batch_2.bin.gz", Record(3, 0)));

        Assert.Equal((3, 10, new ExampleShape(32, 32, 3)), (data.Count, data.Classes, data.Shape));
        Assert.Equal([3, 9, 0], data.Labels.ToArray());
        float[][] rows = Gathered.Rows(data);
        for (int example = 0; example < 3; example++)
            for (int y = 0; y < 32; y++)
                for (int x = 0; x < 32; x++)
                    for (int channel = 0; channel < 3; channel++)
                        Assert.Equal(Value(example + 1, channel, y, x), rows[example][(y * 32 + x) * 3 + channel]);
    }

    [Fact]
    public void CIFAR_100_has_fine_and_coarse_labels()
    {
        string file = _scratch.Bytes("train.bin", Record(5, 19, 99));

        LabelledData fine = CifarData.ReadCifar100(file), coarse = CifarData.ReadCifar100Coarse(file);

        Assert.Equal((99, 100, 19, 20), (fine.Labels[0], fine.Classes, coarse.Labels[0], coarse.Classes));
        Assert.Equal(Value(5, 2, 31, 31), Gathered.Rows(fine)[0][^1]);
    }

    [Fact]
    public void Streams_are_read()
    {
        Assert.Equal([3, 4], CifarData.ReadCifar10(new MemoryStream([.. Record(1, 3), .. Record(2, 4)])).Labels.ToArray());
        Assert.Equal([99], CifarData.ReadCifar100(new MemoryStream(Record(5, 19, 99))).Labels.ToArray());
        Assert.Equal([19], CifarData.ReadCifar100Coarse(new MemoryStream(Record(5, 19, 99))).Labels.ToArray());
        Gathered.IsRefused("stream: found 10 as the label of row 0", () => CifarData.ReadCifar10(new MemoryStream(Record(1, 10))));
    }

    [Fact]
    public void Broken_files_are_refused()
    {
        Gathered.IsRefused("found 3072 bytes, 3072 more than 0 records of 3073 take: truncated", () => Read(Record(1, 1)[..^1]));
        Gathered.IsRefused("found 0 bytes", () => Read([]));
        Gathered.IsRefused("x.bin: found 10 as the label of row 1 (counted from 0), allowed are 0 to 9", () => Read([.. Record(1, 1), .. Record(1, 10)]));
        Gathered.IsRefused("found 100 as the label of row 0 (counted from 0), allowed are 0 to 99",
            () => CifarData.ReadCifar100(_scratch.Bytes("x.bin", Record(1, 0, 100))));
        Assert.Throws<ArgumentException>("paths", () => CifarData.ReadCifar10());

        void Read(byte[] bytes) => CifarData.ReadCifar10(_scratch.Bytes("x.bin", bytes));
    }

    public void Dispose() => _scratch.Dispose();

    internal static byte[] Record(int example, params byte[] labels) =>
        [.. labels, .. from channel in Enumerable.Range(0, 3) from y in Enumerable.Range(0, 32) from x in Enumerable.Range(0, 32) select Value(example, channel, y, x)];

    private static byte Value(int example, int channel, int y, int x) => (byte)(example * 101 + channel * 57 + y * 7 + x * 3);
}
