namespace HpcCoreset.Training;

/// <summary>Which optimizer, and its constants: <see cref="SgdOptions"/>, <see cref="AdamWOptions"/> or one of your own.</summary>
public abstract record OptimizerOptions
{
    /// <summary>Makes an optimizer that has taken no step yet.</summary>
    /// <param name="parameters">Number of parameters, at least 1.</param>
    /// <param name="threads">Threads that a step may use, at least 1 (the default). The parameters do not depend on it.</param>
    /// <exception cref="System.ArgumentException">A constant is out of its range.</exception>
    public abstract Optimizer Create(int parameters, int threads = 1);
}
