using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class LabelledFiles
{
    public static void Run()
    {
        string path = Repository.PathOf("src/HpcCoreset.Tool/Samples/digits.csv.gz");
        #region labelled
        LabelledData digits = CsvData.Read(path, labelColumn: "64");           // 64 pixels, then the digit
        (LabelledData training, LabelledData test) = digits.Split(heldOutShare: 0.2, seed: 1);
        ChannelScaling scaling = training.Measure();                           // measured on the training examples,
        (training, test) = (training.With(scaling), test.With(scaling));       // applied to all

        var order = new int[training.Count];
        var inputs = new float[32 * training.InputLength];
        var labels = new int[32];
        RandomRows.Permutation(seed: 1, epoch: 0, order);                      // the same order for the same seed and epoch
        training.Gather(order.AsSpan(0, 32), inputs, labels);                  // scaled float32 values; allocates nothing

        Console.WriteLine($"{training.Count} + {test.Count} examples of {training.Shape} values in {training.Classes} classes");
        #endregion
    }
}
