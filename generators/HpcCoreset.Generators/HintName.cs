using System;
using System.Globalization;
using System.Linq;
using HpcCoreset.Generators.Model;

namespace HpcCoreset.Generators;

/// <summary>The file name under which the compiler lists an emitted kernel.</summary>
/// <remarks>
/// The kernel's own name to be found by, cut short because generated files may be written below already deep folders, and a hash of the
/// full name because the compiler refuses two names that differ only in case.
/// </remarks>
internal static class HintName
{
    private const int MaxNameLength = 40;

    public static string Of(KernelSpec spec)
    {
        string name = spec.Name.TrimStart('@');
        string fullName = string.Join("/", [spec.Namespace, .. spec.ContainingTypes.Select(type => type.Name), spec.Name]);
        return $"{name.Substring(0, Math.Min(name.Length, MaxNameLength))}.{Fnv1A(fullName).ToString("x16", CultureInfo.InvariantCulture)}.g.cs";
    }

    // string.GetHashCode differs from process to process.
    private static ulong Fnv1A(string text) =>
        text.Aggregate(0xcbf29ce484222325, (hash, letter) => unchecked((hash ^ letter) * 0x100000001b3));
}
