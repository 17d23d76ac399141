using HpcCoreset.Generators.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HpcCoreset.Generators;

/// <summary>Writes the matrix products of the class that carries <c>[ProductTiles]</c>: the library's own, for its network engine.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ProductTilesGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(string HintName, string Namespace, string Name)> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "HpcCoreset.Kernels.ProductTilesAttribute",
                predicate: static (node, _) => node is ClassDeclarationSyntax,
                transform: static (match, _) => (
                    HintName.Of((INamedTypeSymbol)match.TargetSymbol), match.TargetSymbol.ContainingNamespace.ToDisplayString(), match.TargetSymbol.Name))
            .WithTrackingName(StepNames.Parse);
        context.RegisterSourceOutput(
            classes, static (output, target) => output.AddSource(target.HintName, ProductTemplate.Emit(target.Namespace, target.Name)));
    }
}
