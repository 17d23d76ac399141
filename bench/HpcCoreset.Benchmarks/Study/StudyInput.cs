using System;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>The examples of a task, by the names that plans have for them.</summary>
/// <param name="Training">What is trained on.</param>
/// <param name="Test">What is looked at once, after the last step.</param>
/// <param name="Kept">Training examples that are trained on while tuning.</param>
/// <param name="HeldOut">The others, which tuning looks at.</param>
internal sealed record StudyInput(LabelledData Training, LabelledData Test, LabelledData Kept, LabelledData HeldOut)
{
    private const string Sample = "digits";
    private const double SampleTested = 0.25;

    /// <summary>Refuses what is not there, now and not in the night.</summary>
    /// <param name="data">Its name.</param>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public static void Require(string data)
    {
        if (data != Sample && !Directory.Exists(Folder(data)))
            throw new InvalidDataException($"{Folder(data)} is missing; bench/data/fetch.sh fetches MNIST and Fashion-MNIST, CIFAR-10's binary version is for you to download.");
    }

    /// <summary>Reads a collection of images in bench/data, or the sample of digits.</summary>
    /// <param name="data">Its name.</param>
    /// <param name="heldOut">The share to hold out.</param>
    public static StudyInput Read(string data, double heldOut)
    {
        (LabelledData training, LabelledData test) = data == Sample ? Digits() : ImageFolder.Read(Folder(data));
        (LabelledData kept, LabelledData apart) = training.Split(heldOut, seed: 0);
        return new(training, test, kept, apart);
    }

    /// <summary>The network of a name for these examples.</summary>
    /// <param name="name">As <see cref="StudyTask.Network"/> has it.</param>
    /// <exception cref="InvalidDataException">There is no such network.</exception>
    public NetworkDesign Design(string name) => name.Split(' ') switch
    {
        ["mlp", .. string[] hidden] when hidden.All(units => int.TryParse(units, out _)) =>
            NetworkDesign.Mlp(Training.InputLength, Training.Classes, [.. hidden.Select(int.Parse)]),
        ["lenet5"] => NetworkDesign.LeNet5(Training.Shape, Training.Classes),
        ["resnet8"] => NetworkDesign.ResNet8(Training.Shape, Training.Classes),
        ["resnet20"] => NetworkDesign.ResNet20(Training.Shape, Training.Classes),
        _ => throw new InvalidDataException($"Found the network '{name}', allowed are mlp and its hidden units, lenet5, resnet8 and resnet20."),
    };

    private static string Folder(string data) => Path.Combine("bench", "data", data);

    private static (LabelledData Training, LabelledData Test) Digits()
    {
        LabelledData all = CsvData.Read(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"), "64");
        (LabelledData training, LabelledData test) = all.Split(SampleTested, seed: 1);
        ChannelScaling scaling = training.Measure();
        return (training.With(scaling), test.With(scaling));
    }
}
