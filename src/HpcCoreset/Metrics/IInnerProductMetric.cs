namespace HpcCoreset;

/// <summary>
/// A metric whose running sum is the sum of squared differences, so that the passes may get the same sum from the inner product of a
/// pair and the squared norms: one FMA per coordinate instead of a subtraction and an FMA, twice as fast where a pass is bound by
/// computing. Implement it only if <see cref="IMetric.Accumulate"/> adds (x - y)^2.
/// </summary>
/// <remarks>
/// The expanded form |x|^2 + |y|^2 - 2 x.y loses digits where the distance is small beside the norms. So the passes' callers move the
/// origin to the mean of the rows and decide near-ties again in double precision, from the differences.
/// </remarks>
public interface IInnerProductMetric : IMetric;
