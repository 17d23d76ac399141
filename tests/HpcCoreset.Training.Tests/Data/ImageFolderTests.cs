using System;
using System.Linq;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void MNIST_is_found_and_scaled_by_its_training_images()
    {
        _scratch.Bytes("train-images-idx3-ubyte", Scratch.Idx(8, [2, 1, 2], [0, 100, 100, 200]));
        _scratch.Compressed("train-labels-idx1-ubyte.gz", Scratch.Idx(8, [2], [4, 0]));
        _scratch.Bytes("t10k-images.idx3-ubyte", Scratch.Idx(8, [1, 1, 2], [100, 150]));
        Gathered.IsRefused("t10k-labels-idx1-ubyte: no such file, nor as .gz", () => ImageFolder.Read(_scratch.Directory));
        _scratch.Bytes("t10k-labels-idx1-ubyte", Scratch.Idx(8, [1], [3]));

        (LabelledData training, LabelledData test) = ImageFolder.Read(_scratch.Directory);

        Assert.Equal((2, 1, 5, 5), (training.Count, test.Count, training.Classes, test.Classes));
        Assert.Same(training.Scaling, test.Scaling);
        Assert.Equal(100, test.Scaling!.Means[0]);
        Assert.Equal([0, (float)(50 / Math.Sqrt(5000))], Gathered.Rows(test)[0].Select(value => MathF.Round(value, 6)), (a, b) => MathF.Abs(a - b) < 1e-5);

        _scratch.Bytes("t10k-labels-idx1-ubyte", Scratch.Idx(8, [1], [5]));
        Gathered.IsRefused("found 5 as the label of row 0 (counted from 0), allowed are 0 to 4", () => ImageFolder.Read(_scratch.Directory));
    }

    [Fact]
    public void CIFAR_10_is_found()
    {
        for (int batch = 1; batch <= 5; batch++) _scratch.Bytes($"data_batch_{batch}.bin", CifarDataTests.Record(batch, (byte)batch));
        _scratch.Bytes("test_batch.bin", CifarDataTests.Record(6, 9));

        (LabelledData training, LabelledData test) = ImageFolder.Read(_scratch.Directory);

        Assert.Equal([1, 2, 3, 4, 5], training.Labels.ToArray());
        Assert.Equal([9], test.Labels.ToArray());
    }

    [Fact]
    public void CIFAR_100_is_found()
    {
        _scratch.Bytes("train.bin", CifarDataTests.Record(1, 0, 42));
        _scratch.Bytes("test.bin", CifarDataTests.Record(1, 0, 43));

        (LabelledData training, LabelledData test) = ImageFolder.Read(_scratch.Directory);

        Assert.Equal((42, 43, 100), (training.Labels[0], test.Labels[0], test.Classes));
    }

    [Fact]
    public void Anything_else_is_refused() =>
        Gathered.IsRefused("found no collection of images, allowed are folders with train-images-idx3-ubyte", () => ImageFolder.Read(_scratch.Directory));

    public void Dispose() => _scratch.Dispose();
}
