using System;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class TrainWithCrest
{
    public static void Run()
    {
        (LabelledData training, LabelledData test) = TrainANetwork.Digits();
        #region crest
        foreach (TrainerOptions trainer in (TrainerOptions[])[new RandomTrainerOptions { WithoutReplacement = true }, new CrestOptions()])
        {
            using var model = new Network(NetworkDesign.Mlp(64, 10, 128), seed: 1);
            using var run = new TrainingRun(model, training, test, new()
            {
                Trainer = trainer,
                Epochs = 40,
                Budget = 0.1, // the steps of a tenth of the examples per epoch, whatever a trainer looks at beside them
                BatchSize = 32,
                Schedule = new StepDecaySchedule { WarmUp = 0.1 },
                Seed = 1,
            });
            run.Run();
            TrainingAccount account = run.Account;
            Console.WriteLine($"{run.Curve[^1].TestAccuracy:P1} right after {account.Steps} steps: {account.Backprops} gradients of examples, "
                + $"{account.ForwardExamples} looked at, {account.HessianVectorProducts} Hessian-vector products, {account.Selections} selections");
        }
        #endregion
    }
}
