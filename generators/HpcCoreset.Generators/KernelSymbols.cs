using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace HpcCoreset.Generators;

/// <summary>Reads the attribute and the kernel under it.</summary>
/// <remarks>By name, as a generator must not load the library whose users it serves.</remarks>
internal static class KernelSymbols
{
    public const string AttributeMetadataName = "HpcCoreset.CoresetKernelAttribute`1";

    /// <summary>The <c>[CoresetKernel]</c> attributes of a type: none or one in a program that compiles.</summary>
    public static IEnumerable<AttributeData> KernelAttributes(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => IsOurs(attribute.AttributeClass, "CoresetKernelAttribute`1"));

    /// <summary>The attribute's dimension, 0 where none is given; null where the argument does not compile.</summary>
    public static int? Dimension(AttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().Value as int?;

    /// <summary>The attribute's type argument.</summary>
    public static ITypeSymbol Metric(AttributeData attribute) => attribute.AttributeClass!.TypeArguments[0];

    /// <summary>The interface that the generator implements.</summary>
    public static INamedTypeSymbol? Contract(AttributeData attribute) =>
        attribute.AttributeClass!.ContainingAssembly.GetTypeByMetadataName("HpcCoreset.Runtime.ICoresetKernel");

    /// <summary>Whether a type implements an interface of the library.</summary>
    public static bool Implements(ITypeSymbol type, string interfaceName) =>
        type.AllInterfaces.Any(implemented => IsOurs(implemented, interfaceName));

    /// <summary>The types around a type, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> ContainingTypes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType) yield return outer;
    }

    private static bool IsOurs(INamedTypeSymbol? type, string metadataName) =>
        type is { ContainingNamespace: { Name: "HpcCoreset", ContainingNamespace.IsGlobalNamespace: true } }
        && type.MetadataName == metadataName;
}
