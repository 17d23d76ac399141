using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HpcCoreset.Generators.Diagnostics;

/// <summary>Tells why a struct with <c>[CoresetKernel&lt;TMetric&gt;]</c> cannot be a kernel.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KernelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.NotPartial,
        Descriptors.NotReadOnly,
        Descriptors.NotPlainStruct,
        Descriptors.Generic,
        Descriptors.ContainingTypeNotPartial,
        Descriptors.DimensionOutOfRange,
        Descriptors.FileLocalKernel,
        Descriptors.FileLocalMetric,
        Descriptors.ReservedMember,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Also in files that a tool has written: the generator reads them as well, and would skip a kernel there without a word.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Struct) return;
        foreach (AttributeData attribute in KernelSymbols.KernelAttributes(type))
            foreach (Diagnostic violation in KernelRules.Violations(type, attribute, context.CancellationToken))
                context.ReportDiagnostic(violation);
    }
}
