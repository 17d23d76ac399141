using System;
using HpcCoreset.Generators.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HpcCoreset.Generators;

/// <summary>
/// Writes the library's own tiles: the matrix products of the class that carries <c>[ProductTiles]</c>, for its network engine, and the
/// passes over outer products of the one that carries <c>[FactoredTiles]</c>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ProductTilesGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register(context, "HpcCoreset.Kernels.ProductTilesAttribute", ProductTemplate.Emit);
        Register(context, "HpcCoreset.Kernels.FactoredTilesAttribute", FactoredTemplate.Emit);
    }

    private static void Register(IncrementalGeneratorInitializationContext context, string attribute, Func<string, string, string> emit)
    {
        IncrementalValuesProvider<(string HintName, string Namespace, string Name)> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                predicate: static (node, _) => node is ClassDeclarationSyntax,
                transform: static (match, _) => (
                    HintName.Of((INamedTypeSymbol)match.TargetSymbol), match.TargetSymbol.ContainingNamespace.ToDisplayString(), match.TargetSymbol.Name))
            .WithTrackingName(StepNames.Parse);
        context.RegisterSourceOutput(classes, (output, target) => output.AddSource(target.HintName, emit(target.Namespace, target.Name)));
    }
}
