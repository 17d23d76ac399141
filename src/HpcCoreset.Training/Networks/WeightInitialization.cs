using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks;

/// <summary>Where training starts.</summary>
internal static class WeightInitialization
{
    /// <summary>
    /// Weights uniform in +- sqrt(6 / inputs), whose variance 2 / inputs keeps that of activations through rectified units (He, Zhang, Ren,
    /// Sun, ICCV 2015); what follows the weights is 0.
    /// </summary>
    /// <param name="parameters">Receives the weights, and zeros after them.</param>
    /// <param name="weights">How many of them are weights.</param>
    /// <param name="inputs">Terms of each sum.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="stream">The layer's number.</param>
    public static void He(Span<float> parameters, int weights, int inputs, ulong seed, ulong stream)
    {
        var random = new Philox(seed, stream);
        double bound = Math.Sqrt(6.0 / inputs);
        for (int i = 0; i < weights; i++) parameters[i] = (float)((2 * random.Double((ulong)i) - 1) * bound);
        parameters[weights..].Clear();
    }
}
