using System.IO;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Trainers;

/// <summary>A run that was saved after some steps and goes on in another model, on more threads.</summary>
internal static class StoppedRun
{
    private static readonly NetworkDesign s_design = NetworkDesign.Mlp(Blobs.Inputs, 3, 8);

    /// <summary>Asserts that it ends as if it had not been stopped.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="stop">After how many steps it is stopped.</param>
    public static void EndsTheSame(LabelledData data, TrainingOptions options, int stop)
    {
        using Network whole = new(s_design, seed: 2), stopped = new(s_design, seed: 2), other = new(s_design, seed: 3, threads: 2);
        using TrainingRun run = new(whole, data, null, options), first = new(stopped, data, null, options);
        string file = Path.GetTempFileName();
        try
        {
            run.Run();
            while (first.Account.Steps < stop) first.Step();
            first.Save(file);
            using TrainingRun second = TrainingRun.Resume(file, other, data, null, options);
            second.Run();
            Assert.Equal(whole.Parameters.ToArray(), other.Parameters.ToArray());
            Assert.Equal(Untimed(run.Account), Untimed(second.Account));
            Assert.Equal(Csv(run.History), Csv(second.History));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static TrainingAccount Untimed(TrainingAccount account) => account with
    {
        SelectionSeconds = 0,
        ForwardSeconds = 0,
        ModelSeconds = 0,
        CheckSeconds = 0,
        TrainingSeconds = 0,
        EvaluationSeconds = 0,
    };

    private static string Csv(LearningHistory? history)
    {
        using var text = new StringWriter();
        history?.WriteCsv(text);
        return text.ToString();
    }
}
