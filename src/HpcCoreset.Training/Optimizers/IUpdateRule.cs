namespace HpcCoreset.Training;

/// <summary>What an optimizer does to one parameter, written once for registers of any width.</summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
internal interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>Values that are remembered of a parameter.</summary>
    int Slots { get; }

    /// <summary>The rule with the factors of one step, rounded to float32.</summary>
    /// <param name="step">Counted from 1.</param>
    /// <param name="learningRate">Its learning rate.</param>
    TSelf At(long step, double learningRate);

    /// <summary>Moves parameters that stand side by side.</summary>
    /// <typeparam name="T">The register.</typeparam>
    /// <param name="value">The parameters.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="state">Their first slot; is updated.</param>
    /// <param name="stride">From a slot to the next.</param>
    /// <returns>Where the parameters are now.</returns>
    T Move<T>(T value, T gradient, ref float state, int stride)
        where T : struct, ILane<T>;
}
