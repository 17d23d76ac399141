namespace HpcCoreset.Training.Convex;

/// <summary>Whether a <see cref="LinearModel"/>'s scores have a constant term.</summary>
public enum Intercept
{
    /// <summary>Yes, and the penalty does not count it.</summary>
    Free,

    /// <summary>Yes, like the coefficient of a column of ones: the objective is strongly convex in all parameters.</summary>
    Penalised,

    /// <summary>No: it is 0 and stays 0.</summary>
    None,
}
