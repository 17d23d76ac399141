using System.Linq;
using System.Threading;
using HpcCoreset.Generators.Diagnostics;
using HpcCoreset.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HpcCoreset.Generators;

/// <summary>Reduces a struct with the attribute to a <see cref="KernelSpec"/>.</summary>
internal static class KernelParser
{
    private static readonly SymbolDisplayFormat _identifier =
        SymbolDisplayFormat.MinimallyQualifiedFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat _namespace =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>The spec, or null where the struct cannot be a kernel.</summary>
    public static KernelSpec? Parse(GeneratorAttributeSyntaxContext match, CancellationToken cancellation)
    {
        var kernel = (INamedTypeSymbol)match.TargetSymbol;
        var compilation = (CSharpCompilation)match.SemanticModel.Compilation;
        AttributeData attribute = match.Attributes[0];
        ITypeSymbol metric = KernelSymbols.Metric(attribute);
        if (IsRefusedByCompiler(kernel, metric, compilation)
            || KernelRules.Violations(kernel, attribute, cancellation).Any()
            || KernelSymbols.Dimension(attribute) is not int dimension) return null;

        return new KernelSpec(
            HintName.Of(kernel),
            kernel.ContainingNamespace.IsGlobalNamespace ? "" : kernel.ContainingNamespace.ToDisplayString(_namespace),
            new(KernelSymbols.ContainingTypes(kernel).Reverse().Select(Describe)),
            kernel.ToDisplayString(_identifier),
            SyntaxFacts.GetText(kernel.DeclaredAccessibility),
            metric.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            metric.Name,
            KernelSymbols.Implements(metric, "IInnerProductMetric") ? MetricKind.InnerProduct : MetricKind.Direct,
            dimension,
            new(
                compilation.LanguageVersion,
                compilation.Options.CheckOverflow,
                compilation.Options.NullableContextOptions != NullableContextOptions.Disable));
    }

    // The compiler's own error says what is wrong; a kernel on top would only bury it under errors in code that the user did not write.
    private static bool IsRefusedByCompiler(INamedTypeSymbol kernel, ITypeSymbol metric, CSharpCompilation compilation) =>
        compilation.LanguageVersion < LanguageVersion.CSharp11
        || KernelSymbols.KernelAttributes(kernel).Count() != 1
        || !metric.IsValueType
        || !KernelSymbols.Implements(metric, "IMetric");

    private static ContainingType Describe(INamedTypeSymbol type) => new(
        type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        },
        type.ToDisplayString(_identifier));
}
