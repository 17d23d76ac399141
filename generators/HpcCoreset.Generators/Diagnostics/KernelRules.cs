using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HpcCoreset.Generators.Diagnostics;

/// <summary>What a struct must be to become a kernel: asked by the generator, which skips it, and by the analyzer, which tells.</summary>
/// <remarks>Only what the compiler itself does not tell: it refuses the attribute on a class, and a metric that is none.</remarks>
internal static class KernelRules
{
    /// <summary>The largest dimension that can be compiled in.</summary>
    public const int MaxDimension = 65_536;

    public static IEnumerable<Diagnostic> Violations(INamedTypeSymbol kernel, AttributeData data, CancellationToken cancellation)
    {
        if (data.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax attribute) yield break;
        Location here = attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.Identifier.GetLocation();

        if (!IsPartial(kernel, cancellation)) yield return Diagnostic.Create(Descriptors.NotPartial, here, kernel.Name);
        if (!kernel.IsReadOnly) yield return Diagnostic.Create(Descriptors.NotReadOnly, here, kernel.Name);
        if (kernel.IsRefLikeType) yield return Diagnostic.Create(Descriptors.NotPlainStruct, here, kernel.Name, "ref struct");
        if (kernel.IsRecord) yield return Diagnostic.Create(Descriptors.NotPlainStruct, here, kernel.Name, "record struct");
        if (kernel.IsGenericType) yield return Diagnostic.Create(Descriptors.Generic, here, kernel.Name);
        if (IsFileLocal(kernel)) yield return Diagnostic.Create(Descriptors.FileLocalKernel, here, kernel.Name);

        foreach (INamedTypeSymbol outer in KernelSymbols.ContainingTypes(kernel).Where(outer => !IsPartial(outer, cancellation)))
            yield return Diagnostic.Create(Descriptors.ContainingTypeNotPartial, outer.Locations[0], outer.Name, kernel.Name);

        int? dimension = KernelSymbols.Dimension(data);
        if (dimension is < 0 or > MaxDimension)
        {
            Location there = attribute.ArgumentList!.Arguments[0].Expression.GetLocation();
            yield return Diagnostic.Create(Descriptors.DimensionOutOfRange, there, dimension, kernel.Name, MaxDimension);
        }

        foreach (ISymbol member in kernel.GetMembers().Where(member => !member.IsImplicitlyDeclared && IsReserved(member, kernel, data)))
            yield return Diagnostic.Create(Descriptors.ReservedMember, member.Locations[0], member.Name, kernel.Name);

        ITypeSymbol metric = KernelSymbols.Metric(data);
        if (IsFileLocal(metric)) yield return Diagnostic.Create(Descriptors.FileLocalMetric, attribute.GetLocation(), metric.Name, kernel.Name);
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is TypeDeclarationSyntax declaration
        && declaration.Modifiers.Any(SyntaxKind.PartialKeyword);

    // A name of the contract, declared elsewhere than in the emitted part, which is there when the analyzer looks.
    private static bool IsReserved(ISymbol member, INamedTypeSymbol kernel, AttributeData data) =>
        KernelSymbols.Contract(data)?.MemberNames.Contains(member.Name) == true
        && Path.GetFileName(member.Locations[0].SourceTree!.FilePath) != HintName.Of(kernel);

    // A type that names a file-local one anywhere, around itself or among its type arguments, can be named only in that file.
    private static bool IsFileLocal(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsFileLocal(array.ElementType),
        INamedTypeSymbol named => named.IsFileLocal || named.TypeArguments.Any(IsFileLocal) || IsFileLocal(named.ContainingType),
        _ => false,
    };
}
