using HpcCoreset.Generators.Model;

namespace HpcCoreset.Generators.Emit;

/// <summary>
/// A pass of many points against many rows: per panel of rows, tiles of points, widest first; behind each tile an epilogue over its
/// sums that is the same for every kernel and lives in the library.
/// </summary>
/// <param name="name">The method's name.</param>
/// <param name="parameters">The public method's parameters, with commas.</param>
/// <param name="points">The parameter that holds the points; the one that counts them is the singular with <c>Count</c>.</param>
/// <param name="epilogue">Arguments of the epilogue behind sums and number of points, with <c>panel</c> and <c>v</c> in scope.</param>
/// <param name="start">A statement before the loop over panels.</param>
/// <param name="panelStart">A statement before the points of one panel.</param>
/// <param name="panelEnd">A statement after the points of one panel; <c>&lt;&gt;</c> stands for the type arguments of the epilogue.</param>
/// <param name="keepsSums">Whether the sums of a panel against all points stay in the caller's <c>sums</c>.</param>
internal sealed class TiledPassTemplate(
    string name, string parameters, string points, string epilogue, string start = "", string panelStart = "", string panelEnd = "",
    bool keepsSums = false)
    : PassTemplate
{
    public static PassTemplate Assign { get; } = new TiledPassTemplate(
        "Assign",
        "ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float centres, nint centreCount, ref float centreTerms, ref int owner, ref float distance, ref float runnerUp, ref float sums",
        "centre",
        "ref global::System.Runtime.CompilerServices.Unsafe.Add(ref centreTerms, v), (int)v, ref global::System.Runtime.CompilerServices.Unsafe.As<int, float>(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref owner, panel * 64)), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref distance, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref runnerUp, panel * 64)",
        keepsSums: true,
        panelEnd: $"{Steps}.FinishAssign<>(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref rowTerms, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref distance, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref runnerUp, panel * 64));",
        panelStart: $"{Steps}.Clear(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref distance, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref runnerUp, panel * 64));");

    public static PassTemplate Gain { get; } = new TiledPassTemplate(
        "Gain",
        "ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float covered, ref float weights, ref float candidates, nint candidateCount, ref float candidateTerms, float parameter, ref double gains",
        "candidate",
        "ref global::System.Runtime.CompilerServices.Unsafe.Add(ref rowTerms, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref covered, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref weights, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref candidateTerms, v), parameter, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref gains, 8 * v)");

    public static PassTemplate Similarities { get; } = new TiledPassTemplate(
        "Similarities",
        "ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float candidates, nint candidateCount, ref float candidateTerms, float parameter, ref float similarities, nint stride",
        "candidate",
        "ref global::System.Runtime.CompilerServices.Unsafe.Add(ref rowTerms, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref candidateTerms, v), parameter, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref similarities, v * stride + panel * 64), stride");

    public static PassTemplate PairGains { get; } = new TiledPassTemplate(
        "PairGains",
        "ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float covered, ref float weights, ref float candidates, nint candidateCount, ref float candidateTerms, ref float candidateCovered, ref float candidateWeights, float parameter, ref double gains, ref double rowGains, ref float lowest",
        "candidate",
        "ref global::System.Runtime.CompilerServices.Unsafe.Add(ref rowTerms, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref covered, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref weights, panel * 64), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref candidateTerms, v), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref candidateCovered, v), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref candidateWeights, v), parameter, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref gains, 8 * v), ref rowSums, ref lowest",
        start: $"global::System.Span<float> rowScratch = stackalloc float[80]; rowScratch.Clear(); ref float rowSums = ref {Steps}.Aligned(rowScratch);",
        panelEnd: $"{Steps}.FoldRows(ref rowSums, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref rowGains, panel * 64));");

    /// <summary>Floats of scratch that aligning it may cost.</summary>
    private const int Slack = 16;

    protected override string Name => name;

    protected override string Parameters => parameters;

    protected override bool HasSimilarity => parameters.Contains("parameter");

    protected override void WriteLoops(SourceWriter writer, KernelSpec kernel, TilePlan plan)
    {
        string sums = keepsSums ? "global::System.Runtime.CompilerServices.Unsafe.Add(ref sums, v * 64)" : "sums";
        if (!keepsSums) writer.Line($"ref float sums = ref {Steps}.Aligned(stackalloc float[{TileTemplate.Text(64 * plan.Points + Slack)}]);");
        bool factored = kernel.MetricKind == MetricKind.OuterProduct;
        if (factored) writer.Line($"ref float others = ref {Steps}.Aligned(stackalloc float[{TileTemplate.Text(64 * plan.Points + Slack)}]);");
        if (start.Length > 0) writer.Line(start);
        using (writer.Block("for (nint panel = 0; panel < panelCount; panel++)"))
        {
            if (panelStart.Length > 0) writer.Line(panelStart);
            writer.Line("nint v = 0;");
            foreach (int width in plan.Widths(kernel.MetricKind))
                using (writer.Block($"for (; {points}Count - v >= {TileTemplate.Text(width)}; v += {TileTemplate.Text(width)})"))
                {
                    WriteRowTiles(writer, plan, TileTemplate.Call(kernel, plan, width, points + "s", sums));
                    if (factored) writer.Line($"{Steps}.Multiply<{plan.Lane}>(ref sums, ref others, {TileTemplate.Text(width)});");
                    writer.Line($"{Steps}.{name}{Generic(kernel, plan)}(ref {sums}, {TileTemplate.Text(width)}, {epilogue});");
                }
            if (panelEnd.Length > 0) writer.Line(panelEnd.Replace("<>", Generic(kernel, plan)));
        }
    }

    private string Generic(KernelSpec kernel, TilePlan plan) => $"<{plan.Lane}, {PairValue(kernel)}>";

    /// <summary>What the sums become: the caller's similarity or the expanded squared distance of inner products, or the metric's own.</summary>
    private string PairValue(KernelSpec kernel) => (kernel.MetricKind, HasSimilarity) switch
    {
        (MetricKind.InnerProduct or MetricKind.OuterProduct, true) => "TSimilarity",
        (MetricKind.InnerProduct, false) => "global::HpcCoreset.Runtime.ExpandedSquare",
        (_, true) => $"global::HpcCoreset.Runtime.NegatedMetric<{kernel.Metric}>",
        (_, false) => $"global::HpcCoreset.Runtime.Finished<{kernel.Metric}>",
    };
}
