namespace HpcCoreset.Submodular;

/// <summary>What a feature's sum over the picks is worth, for <see cref="FeatureSums{TTerms}"/>.</summary>
internal unsafe interface IFeatureTerms
{
    /// <summary>Whether values below 0 have a meaning.</summary>
    bool TakesNegative { get; }

    /// <summary>Refuses rows of a dimension that it is not made for.</summary>
    void Check(scoped Points points);

    /// <summary>What gains need to know of a feature beside its sum.</summary>
    double State(int feature, double sum);

    /// <summary>What a row adds, as a sum over the features in order. Never rises as the sums grow, rounding included.</summary>
    double Gain(float* row, double* sums, double* state, int dimension);
}
