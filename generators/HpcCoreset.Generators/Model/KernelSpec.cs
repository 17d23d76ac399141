namespace HpcCoreset.Generators.Model;

/// <summary>All that the text of one kernel depends on.</summary>
/// <remarks>
/// The incremental pipeline compares specs to decide whether to emit again, and keeps them between runs. So this type and everything in
/// it is immutable and compares by value, and holds no symbol, syntax node, location or compilation, which would keep a whole
/// compilation alive.
/// </remarks>
/// <param name="HintName">The name of the emitted file.</param>
/// <param name="Namespace">The namespace with dots, or "" for the global one.</param>
/// <param name="ContainingTypes">The types around the kernel, outermost first.</param>
/// <param name="Name">The kernel's name as C# source, with a leading @ where it is a keyword.</param>
/// <param name="Accessibility">The declared accessibility as C# source, such as <c>internal</c>.</param>
/// <param name="Metric">The metric as C# source, starting with <c>global::</c>.</param>
/// <param name="MetricName">The metric's name alone, for reports.</param>
/// <param name="MetricKind">Which form of the metric the passes may use.</param>
/// <param name="Dimension">Coordinates of a point; 0 when known only at run time.</param>
/// <param name="Compilation">What is read from the compilation's options.</param>
internal sealed record KernelSpec(
    string HintName,
    string Namespace,
    EquatableArray<ContainingType> ContainingTypes,
    string Name,
    string Accessibility,
    string Metric,
    string MetricName,
    MetricKind MetricKind,
    int Dimension,
    CompilationSpec Compilation);
