namespace HpcCoreset.Generators.Model;

/// <summary>Which form of a metric the passes may use.</summary>
internal enum MetricKind
{
    /// <summary>Coordinate by coordinate only.</summary>
    Direct,

    /// <summary>Also from the inner product and two norms: <c>IInnerProductMetric</c>.</summary>
    InnerProduct,

    /// <summary>From the inner products of two factors of each row, which are multiplied: that of their outer products.</summary>
    OuterProduct,
}
