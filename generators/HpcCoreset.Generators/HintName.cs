using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace HpcCoreset.Generators;

/// <summary>The file name under which the compiler lists an emitted kernel.</summary>
/// <remarks>
/// The kernel's own name to be found by, cut short because generated files may be written below already deep folders, and a hash of the
/// full name because the compiler refuses two names that differ only in case.
/// </remarks>
internal static class HintName
{
    private const int MaxNameLength = 40;

    public static string Of(INamedTypeSymbol kernel)
    {
        string outer = string.Concat(KernelSymbols.ContainingTypes(kernel).Select(type => type.Name + "/"));
        string fullName = $"{kernel.ContainingNamespace.ToDisplayString()}/{outer}{kernel.Name}";
        string shortName = kernel.Name.Substring(0, Math.Min(kernel.Name.Length, MaxNameLength));
        return $"{shortName}.{Hash(fullName).ToString("x16", CultureInfo.InvariantCulture)}.g.cs";
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static ulong Hash(string text) =>
        text.Aggregate(0xcbf29ce484222325, (hash, letter) => unchecked((hash ^ letter) * 0x100000001b3));
}
