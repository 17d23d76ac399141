using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Generators.Model;

namespace HpcCoreset.Generators.Emit;

/// <summary>
/// One pass: a public method that chooses the instruction set, and per instruction set a loop over panels of rows and tiles of
/// points, with the pass's epilogue behind each tile.
/// </summary>
internal abstract class PassTemplate
{
    protected const string Steps = "global::HpcCoreset.Runtime.TileSteps";

    /// <summary>The method's name.</summary>
    protected abstract string Name { get; }

    /// <summary>Whether the pass is generic over the similarity.</summary>
    protected virtual bool HasSimilarity => true;

    /// <summary>The public method's parameters as C# source, with commas.</summary>
    protected abstract string Parameters { get; }

    private string Generic => HasSimilarity ? "<TSimilarity>" : "";

    private string Constraint => HasSimilarity ? " where TSimilarity : struct, global::HpcCoreset.Runtime.IPairValue" : "";

    public void Write(SourceWriter writer, KernelSpec kernel)
    {
        string parameters = ParametersOf(kernel);
        IEnumerable<string> arguments = parameters.Split([", "], StringSplitOptions.None)
            .Select(p => p.StartsWith("ref ", StringComparison.Ordinal) ? "ref " + p.Substring(p.LastIndexOf(' ') + 1) : p.Substring(p.LastIndexOf(' ') + 1));
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public static void {Name}{Generic}({parameters}){Constraint}"))
        {
            foreach (TilePlan plan in TilePlan.All)
            {
                string choice = plan == TilePlan.All[0] ? $"if ({plan.Guard})" : plan.Guard.Length > 0 ? $"else if ({plan.Guard})" : "else";
                writer.Line($"{choice} {Name}{plan.Name}{Generic}({string.Join(", ", arguments)});");
            }
        }
        foreach (TilePlan plan in TilePlan.All)
        {
            writer.Line();
            writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]");
            using (writer.Method(kernel, $"private static void {Name}{plan.Name}{Generic}({parameters}){Constraint}")) WriteLoops(writer, kernel, plan);
        }
    }

    /// <summary>Outer products also need to know where a row's second factor starts.</summary>
    private string ParametersOf(KernelSpec kernel) =>
        kernel.MetricKind == MetricKind.OuterProduct ? Parameters.Replace("nint dimension", "nint dimension, nint first") : Parameters;

    /// <summary>The loops of one instruction set.</summary>
    protected abstract void WriteLoops(SourceWriter writer, KernelSpec kernel, TilePlan plan);

    /// <summary>
    /// Writes <paramref name="call"/> for every tile of a panel's rows, with <c>panel</c> in scope and <c>row</c>, the first row of the
    /// tile in the panel, for the call.
    /// </summary>
    protected static void WriteRowTiles(SourceWriter writer, TilePlan plan, string call)
    {
        writer.Line(plan.Rows == 64 ? "nint row = 0;" : $"for (nint row = 0; row < 64; row += {TileTemplate.Text(plan.Rows)})");
        writer.Line(plan.Rows == 64 ? call : "    " + call);
    }
}
