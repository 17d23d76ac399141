using System;
using System.Linq;
using HpcCoreset.Tests.Observability;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Tests.Models;
using Xunit;

namespace HpcCoreset.Training.Tests.Runs;

public class TrainingInstrumentsTests
{
    private static readonly LabelledData s_data = Blobs.Make(300);

    /// <summary>What is told of the steps adds up to the account, of a trainer of one's own too.</summary>
    [Fact]
    public void Steps_tell_what_they_add_to_the_account()
    {
        foreach ((TrainerOptions trainer, string name) in ((TrainerOptions, string)[])[(new RandomTrainerOptions(), "RandomTrainer"), (new HardestFirst(), "HardestFirst")])
        {
            using SoftmaxModel model = SoftmaxModel.For(s_data);
            using var run = new TrainingRun(model, s_data, null, new() { Epochs = 2, BatchSize = 32, Trainer = trainer });
            using var measurements = new Measurements("HpcCoreset.Training");
            run.Run();
            Assert.All(measurements.All, told => Assert.Equal($"hpccoreset.trainer={name}", told.Tags));
            double Sum(string instrument)
            {
                double[] values = [.. measurements.All.Where(told => told.Name == instrument).Select(told => told.Value)];
                Assert.Equal(run.Account.Steps, values.Length);
                return values.Sum();
            }
            Assert.Equal(run.Account.Backprops, Sum("hpccoreset.training.examples {example}"));
            Assert.Equal(run.Account.TrainingSeconds, Sum("hpccoreset.training.step.duration s"), 1e-9);
            Assert.Equal(run.Account.SelectionSeconds, Sum("hpccoreset.training.selection.duration s"), 1e-9);
            Assert.Equal(3 * run.Account.Steps, measurements.All.Count);
        }
    }

    [Fact]
    public void A_step_that_diverged_is_told_as_that()
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        model.Parameters.Fill(float.NaN);
        using var run = new TrainingRun(model, s_data, null, new() { Epochs = 2, BatchSize = 32 });
        using var measurements = new Measurements("HpcCoreset.Training");
        Assert.Throws<ArithmeticException>(() => run.Step());
        (string name, double seconds, string tags) = Assert.Single(measurements.All);
        Assert.Equal(("hpccoreset.training.step.duration s", "hpccoreset.trainer=RandomTrainer, error.type=System.ArithmeticException"), (name, tags));
        Assert.True(seconds > 0);
    }
}
