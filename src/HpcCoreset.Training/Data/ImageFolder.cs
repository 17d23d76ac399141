using System;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Training.Data;

/// <summary>Reads a folder with the files of a well-known collection of images, by the names that they are distributed under.</summary>
public static class ImageFolder
{
    private static readonly string[] _cifar10 = [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")];

    /// <summary>Reads the training and the test examples, both scaled by what the training examples measure.</summary>
    /// <param name="folder">
    /// Path of a folder with <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
    /// <c>t10k-labels-idx1-ubyte</c> (MNIST, Fashion-MNIST, KMNIST), each possibly as <c>.gz</c>; or with <c>data_batch_1.bin</c> to
    /// <c>data_batch_5.bin</c> and <c>test_batch.bin</c> (CIFAR-10); or with <c>train.bin</c> and <c>test.bin</c> (CIFAR-100, fine labels).
    /// </param>
    /// <exception cref="DataFileException">There is no such collection, or one of its files is missing or damaged.</exception>
    public static (LabelledData Training, LabelledData Test) Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (LabelledData training, LabelledData test) = ReadStored(folder);
        if (training.Shape != test.Shape)
            throw new DataFileException($"{folder}: found training examples of {training.Shape} and test examples of {test.Shape}, allowed is one shape");
        ChannelScaling scaling = training.Measure();
        return (training.With(scaling), test.With(scaling));
    }

    private static (LabelledData Training, LabelledData Test) ReadStored(string folder)
    {
        if (Find("train-images-idx3-ubyte") is { } images)
        {
            LabelledData training = IdxData.Read(images, Need("train-labels-idx1-ubyte"));
            return (training, IdxData.Read(Need("t10k-images-idx3-ubyte"), Need("t10k-labels-idx1-ubyte"), training.Classes));
        }
        if (Find(_cifar10[0]) is not null) return (CifarData.ReadCifar10([.. _cifar10.Select(Need)]), CifarData.ReadCifar10(Need("test_batch.bin")));
        if (Find("train.bin") is { } fine) return (CifarData.ReadCifar100(fine), CifarData.ReadCifar100(Need("test.bin")));
        throw new DataFileException(
            $"{folder}: found no collection of images, allowed are folders with train-images-idx3-ubyte (MNIST and its relatives), {_cifar10[0]} (CIFAR-10) "
            + "or train.bin (CIFAR-100)");

        // MNIST's files are called train-images-idx3-ubyte in one place and train-images.idx3-ubyte in another.
        string? Find(string name) => new[] { name, name.Replace("-idx", ".idx", StringComparison.Ordinal) }
            .SelectMany(file => new[] { file, file + ".gz" }).Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

        string Need(string name) => Find(name) ?? throw new DataFileException($"{Path.Combine(folder, name)}: no such file, nor as .gz");
    }
}
