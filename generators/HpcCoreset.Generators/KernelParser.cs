using System.Collections.Generic;
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
    public const string AttributeMetadataName = "HpcCoreset.CoresetKernelAttribute`1";

    private const string InnerProductMetric = "HpcCoreset.IInnerProductMetric";

    // Names that any place in the consumer's program can say: no usings, keywords escaped, no nullable annotations.
    private static readonly SymbolDisplayFormat _identifier =
        SymbolDisplayFormat.MinimallyQualifiedFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat _namespace =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>The spec, or null where a rule is broken.</summary>
    public static KernelSpec? Parse(GeneratorAttributeSyntaxContext match, CancellationToken cancellation)
    {
        var kernel = (INamedTypeSymbol)match.TargetSymbol;
        AttributeData attribute = match.Attributes[0];
        if (KernelRules.Violations(kernel, attribute, cancellation).Any()) return null;

        ITypeSymbol metric = attribute.AttributeClass!.TypeArguments[0];
        return new KernelSpec(
            kernel.ContainingNamespace.IsGlobalNamespace ? "" : kernel.ContainingNamespace.ToDisplayString(_namespace),
            new(ContainingTypes(kernel).Reverse().Select(type => new ContainingType(Keyword(type), type.ToDisplayString(_identifier)))),
            kernel.ToDisplayString(_identifier),
            SyntaxFacts.GetText(kernel.DeclaredAccessibility),
            metric.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            metric.AllInterfaces.Any(implemented => implemented.ToDisplayString() == InnerProductMetric)
                ? MetricKind.InnerProduct
                : MetricKind.Direct,
            Dimension(attribute),
            Options((CSharpCompilation)match.SemanticModel.Compilation));
    }

    /// <summary>The attribute's dimension; 0, known only at run time, where none is given.</summary>
    public static int Dimension(AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault().Value is int dimension ? dimension : 0;

    /// <summary>The types around a type, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> ContainingTypes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType) yield return outer;
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { IsRecord: true } => "record",
        _ => "class",
    };

    private static CompilationSpec Options(CSharpCompilation compilation) => new(
        compilation.LanguageVersion,
        compilation.Options.CheckOverflow,
        compilation.Options.NullableContextOptions != NullableContextOptions.Disable);
}
