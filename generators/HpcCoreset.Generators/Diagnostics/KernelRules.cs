using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace HpcCoreset.Generators.Diagnostics;

/// <summary>What a struct must be to become a kernel: asked by the generator, which skips it, and by the analyzer, which tells.</summary>
internal static class KernelRules
{
    public static IEnumerable<Diagnostic> Violations(INamedTypeSymbol kernel, AttributeData attribute, CancellationToken cancellation) => [];
}
