using System;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Training;

/// <summary>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w = (1 - r d) w - r / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + e) at step t.
/// </summary>
/// <param name="options">b1, b2, e and the decay d.</param>
/// <param name="keep">1 - r d.</param>
/// <param name="length">r / (1 - b1^t).</param>
/// <param name="root">sqrt(1 - b2^t).</param>
internal readonly struct AdamWRule(AdamWOptions options, float keep = 0, float length = 0, float root = 0) : IUpdateRule<AdamWRule>
{
    private readonly float _beta1 = (float)options.Beta1;
    private readonly float _rest1 = (float)(1 - options.Beta1);
    private readonly float _beta2 = (float)options.Beta2;
    private readonly float _rest2 = (float)(1 - options.Beta2);
    private readonly float _epsilon = (float)options.Epsilon;

    /// <inheritdoc/>
    public int Slots => 2;

    /// <inheritdoc/>
    public AdamWRule At(long step, double learningRate) => new(
        options, (float)(1 - learningRate * options.WeightDecay), (float)(learningRate / (1 - Power(options.Beta1, step))),
        (float)Math.Sqrt(1 - Power(options.Beta2, step)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Move<T>(T value, T gradient, ref float state, int stride)
        where T : struct, ILane<T>
    {
        T mean = T.Create(_beta1) * T.Load(ref state, 0) + T.Create(_rest1) * gradient;
        T square = T.Create(_beta2) * T.Load(ref state, stride) + T.Create(_rest2) * (gradient * gradient);
        mean.Store(ref state, 0);
        square.Store(ref state, stride);
        return T.Create(keep) * value - T.Create(length) * (mean / (T.Sqrt(square) / T.Create(root) + T.Create(_epsilon)));
    }

    /// <summary>By multiplications only: the power function of the platform may differ in the last bit from machine to machine.</summary>
    private static double Power(double number, long exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1, number *= number)
            if ((exponent & 1) != 0) power *= number;
        return power;
    }
}
