using System;

namespace HpcCoreset.Training;

/// <summary>What a model takes an example for.</summary>
internal static class LikeliestClass
{
    /// <summary>The class of the highest probability; of equally likely ones the lowest.</summary>
    /// <param name="probabilities">One per class.</param>
    public static int Of(ReadOnlySpan<float> probabilities)
    {
        int likeliest = 0;
        for (int c = 1; c < probabilities.Length; c++)
            if (probabilities[c] > probabilities[likeliest]) likeliest = c;
        return likeliest;
    }
}
