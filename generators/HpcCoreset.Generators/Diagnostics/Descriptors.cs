using Microsoft.CodeAnalysis;

namespace HpcCoreset.Generators.Diagnostics;

/// <summary>The rules for kernels, one descriptor each. Numbers are never used again for another rule.</summary>
internal static class Descriptors
{
    private const string Category = "HpcCoreset.Kernels";

    public static readonly DiagnosticDescriptor NotPartial = new(
        "HPC001",
        "A kernel must be partial",
        "'{0}' must be partial, so that the generator can write its passes",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator adds the passes in another part of the struct. Declare it 'readonly partial struct'.");

    public static readonly DiagnosticDescriptor NotReadOnly = new(
        "HPC002",
        "A kernel must be readonly",
        "'{0}' must be readonly: a kernel is a name for its passes and holds no state",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A kernel is only ever a type argument; no pass sees an instance, so a field that changes would do nothing. Declare it "
        + "'readonly partial struct'.");

    public static readonly DiagnosticDescriptor NotPlainStruct = new(
        "HPC003",
        "A kernel must be a plain struct",
        "'{0}' is a {1}: a kernel must be a plain 'readonly partial struct'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A ref struct cannot be the type argument of a selector, and the equality and printing that a record adds have no use in a kernel.");

    public static readonly DiagnosticDescriptor Generic = new(
        "HPC004",
        "A kernel must not be generic",
        "'{0}' must have no type parameters, its own or those of a type around it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The passes are written for one metric and one dimension. Declare one kernel for each.");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        "HPC005",
        "The types around a kernel must be partial",
        "'{0}' must be partial, because it contains the kernel '{1}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "To add to a nested struct, the generator has to open every type around it. Declare them partial, or move the kernel out.");

    public static readonly DiagnosticDescriptor DimensionOutOfRange = new(
        "HPC006",
        "A kernel's dimension must be in range",
        "The dimension {0} of '{1}' is out of range: 1 to {2}, or 0 for a dimension known only at run time",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A dimension that is compiled in is 1 to 65,536. Without one, or with 0, the kernel takes points of any dimension.");

    public static readonly DiagnosticDescriptor FileLocalKernel = new(
        "HPC007",
        "A kernel must not be file-local",
        "'{0}' is file-local, so the generator cannot add to it from another file",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "All parts of a file-local type are in one file, and what a generator writes is in another. Declare it internal.");

    public static readonly DiagnosticDescriptor FileLocalMetric = new(
        "HPC008",
        "A kernel's metric must not be file-local",
        "The metric '{0}' is file-local, so the generated part of '{1}' cannot name it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The passes call the metric from another file. Declare the metric internal, and so its type arguments and the types around it.");

    public static readonly DiagnosticDescriptor ReservedMember = new(
        "HPC009",
        "A kernel must not declare what the generator writes",
        "'{0}' is written by the generator: give this member of '{1}' another name",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator writes the members of ICoresetKernel. Leave them to it; other members are yours.");
}
