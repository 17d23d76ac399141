using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>Refuses examples that a model cannot be shown.</summary>
internal static class ModelCheck
{
    /// <summary>Refuses examples of other shapes or of more classes than the model's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The examples.</param>
    /// <param name="name">The argument's name.</param>
    /// <exception cref="ArgumentException">They do not fit; the message says what was found.</exception>
    public static void RequireFit(TrainableModel model, LabelledData data, string name)
    {
        if (data.InputLength != model.InputLength)
            throw new ArgumentException($"{name}: found examples of {data.InputLength} values; the model takes {model.InputLength}.", name);
        if (data.Classes > model.Classes)
            throw new ArgumentException($"{name}: found {data.Classes} classes; the model has {model.Classes}.", name);
    }
}
