using System;

namespace HpcCoreset.Training.Convex;

/// <summary>How far the steps of an epoch go. The default value is <see cref="Automatic"/>.</summary>
public readonly record struct StepSize
{
    private readonly Rule _rule;
    private readonly double _initial;
    private readonly double _decay;

    private StepSize(Rule rule, double initial, double decay)
    {
        if (!(initial > 0 && double.IsFinite(initial)))
            throw new ArgumentOutOfRangeException(nameof(initial), initial, "initial: allowed are finite values above 0.");
        (_rule, _initial, _decay) = (rule, initial, decay);
    }

    private enum Rule
    {
        Automatic,
        Exponential,
        Inverse,
    }

    /// <summary>Constant, from the Lipschitz constants of the rows' gradients; docs/convex-models.md says how.</summary>
    public static StepSize Automatic => default;

    /// <summary>The same in all epochs.</summary>
    /// <param name="step">Above 0.</param>
    public static StepSize Constant(double step) => Exponential(step, 1);

    /// <summary>initial * factor^k in epoch k, from 0.</summary>
    /// <param name="initial">Above 0.</param>
    /// <param name="factor">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static StepSize Exponential(double initial, double factor)
    {
        if (!(factor is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "factor: allowed are values above 0, up to 1.");
        return new(Rule.Exponential, initial, factor);
    }

    /// <summary>initial / (1 + decay k) in epoch k, from 0.</summary>
    /// <param name="initial">Above 0.</param>
    /// <param name="decay">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static StepSize Inverse(double initial, double decay)
    {
        if (!(decay >= 0 && double.IsFinite(decay)))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "decay: allowed are finite values of at least 0.");
        return new(Rule.Inverse, initial, decay);
    }

    /// <summary>Whether it takes a constant that depends on the rows.</summary>
    internal bool IsAutomatic => _rule == Rule.Automatic;

    /// <summary>The step of an epoch, for any rule but <see cref="Automatic"/>; powers by squaring, which every machine rounds alike.</summary>
    internal double At(int epoch)
    {
        if (_rule == Rule.Inverse) return _initial / (1 + _decay * epoch);
        double step = _initial, factor = _decay;
        for (; epoch > 0; epoch >>= 1, factor *= factor)
            if ((epoch & 1) != 0) step *= factor;
        return step;
    }
}
