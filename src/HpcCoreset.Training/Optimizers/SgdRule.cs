using System.Runtime.CompilerServices;

namespace HpcCoreset.Training;

/// <summary>v = m v + (g + d w); w -= r v, or with Nesterov's look ahead w -= r (g + d w + m v). Without momentum nothing is remembered.</summary>
/// <param name="momentum">m.</param>
/// <param name="weightDecay">d.</param>
/// <param name="nesterov">Whether to look ahead.</param>
/// <param name="learningRate">r.</param>
internal readonly struct SgdRule(float momentum, float weightDecay, bool nesterov, float learningRate = 0) : IUpdateRule<SgdRule>
{
    /// <inheritdoc/>
    public int Slots => momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    public SgdRule At(long step, double rate) => new(momentum, weightDecay, nesterov, (float)rate);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Move<T>(T value, T gradient, ref float state, int stride)
        where T : struct, ILane<T>
    {
        T slope = gradient + T.Create(weightDecay) * value;
        if (momentum != 0)
        {
            T velocity = T.Create(momentum) * T.Load(ref state, 0) + slope;
            velocity.Store(ref state, 0);
            slope = nesterov ? slope + T.Create(momentum) * velocity : velocity;
        }
        return value - T.Create(learningRate) * slope;
    }
}
