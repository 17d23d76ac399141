using System.Globalization;
using System.IO;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>A run that was stopped: its checkpoint, and beside it what it had taken. A run may be hours long.</summary>
/// <param name="path">Its file, which need not be there.</param>
internal sealed class StudyPause(string path)
{
    private string SecondsPath => path + ".seconds";

    /// <summary>Seconds of the run before.</summary>
    public double Seconds { get; private set; }

    /// <summary>Goes on with the run, or begins it.</summary>
    public TrainingRun Resume(TrainableModel model, LabelledData data, TrainingOptions options)
    {
        if (!File.Exists(path)) return new(model, data, null, options);
        Seconds = double.Parse(File.ReadAllText(SecondsPath), CultureInfo.InvariantCulture);
        return TrainingRun.Resume(path, model, data, null, options);
    }

    /// <summary>Keeps the run.</summary>
    public void Save(TrainingRun run, double seconds)
    {
        File.WriteAllText(SecondsPath, seconds.ToString("R", CultureInfo.InvariantCulture)); // first: without a checkpoint nobody reads it
        run.Save(path);
    }

    /// <summary>After its result is in the log.</summary>
    public void Delete()
    {
        File.Delete(path);
        File.Delete(SecondsPath);
    }
}
