using HpcCoreset.Generators.Emit;
using HpcCoreset.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HpcCoreset.Generators;

/// <summary>Writes the passes of every struct that carries <c>[CoresetKernel&lt;TMetric&gt;(dimension)]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class KernelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // 1. Find the attribute by its name (the compiler keeps an index of those) and reduce each struct to a spec. This is the only
        //    stage that sees symbols; it runs again on every edit, so what it returns must compare by value.
        IncrementalValuesProvider<KernelSpec?> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KernelSymbols.AttributeMetadataName,
                predicate: static (node, _) => node is StructDeclarationSyntax,
                transform: static (match, cancellation) => KernelParser.Parse(match, cancellation))
            .WithTrackingName(StepNames.Parse);

        // 2. Drop the ones that break a rule without a word: KernelAnalyzer tells, so that a #pragma can silence it and an edit elsewhere
        //    that only moves a location does not run the emitter.
        IncrementalValuesProvider<KernelSpec> valid = parsed
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(StepNames.Valid);

        // 3. Write one file per kernel, only when its spec has changed. Not an implementation output: user code names what this adds.
        context.RegisterSourceOutput(valid, static (output, spec) => output.AddSource(spec.HintName, KernelEmitter.Emit(spec)));
    }
}
