using System;
using System.IO;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

// The same number of steps on random batches and on CREST's, with what each has computed. Without an argument on the digits that come along; with one
// on a .csv file whose last column is the label.
string path = args is [string given, ..] ? given : Path.Combine(AppContext.BaseDirectory, "digits.csv.gz");
string labelColumn = args is [_, string column] ? column : "64";
(LabelledData training, LabelledData test) = CsvData.Read(path, labelColumn).Split(0.25, seed: 1);
ChannelScaling scaling = training.Measure();
(training, test) = (training.With(scaling), test.With(scaling));

foreach ((string name, TrainerOptions trainer) in ((string, TrainerOptions)[])
    [("random batches", new RandomTrainerOptions { WithoutReplacement = true }), ("CREST", new CrestOptions { BatchesAhead = 5 })])
{
    using var model = new Network(NetworkDesign.Mlp(training.InputLength, training.Classes, 128), seed: 1);
    using var run = new TrainingRun(model, training, test, new()
    {
        Trainer = trainer,
        Epochs = 40,
        Budget = 0.1,
        BatchSize = 32,
        LearningRate = 0.1,
        Schedule = new StepDecaySchedule { WarmUp = 0.1 },
        Seed = 1,
    });
    run.Run();
    TrainingAccount account = run.Account;
    long work = account.ForwardExamples + 3 * account.Backprops + 4 * 32 * account.HessianVectorProducts;
    Console.WriteLine($"{name}: {run.Curve[^1].TestAccuracy:P1} of {test.Count} right after {account.Steps} steps; work {work}, an example forward being 1");
}
