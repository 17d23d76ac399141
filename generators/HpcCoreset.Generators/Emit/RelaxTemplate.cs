using HpcCoreset.Generators.Model;

namespace HpcCoreset.Generators.Emit;

/// <summary>One centre against many rows, in difference form: bound by memory, so it can afford the exact form.</summary>
internal sealed class RelaxTemplate : PassTemplate
{
    protected override string Name => "Relax";

    protected override bool HasSimilarity => false;

    protected override string Parameters =>
        "ref float panels, nint panelCount, nint dimension, ref float centre, int centreIndex, ref float nearest, ref int owner";

    /// <summary>The one tile with its epilogue behind the sums, where they still are in registers: with four of them they stay there.</summary>
    public static void WriteTile(SourceWriter writer, KernelSpec kernel, TilePlan plan)
    {
        string lane = plan.Lane;
        writer.Line();
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization | global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        using (writer.Method(kernel, $"private static void RelaxTile{plan.Name}(ref float panel, ref float points, nint dimension, int index, ref float nearest, ref float owner)"))
        {
            TileTemplate.WriteSums(writer, kernel, plan, points: 1, innerProduct: false);
            writer.Line($"{lane} centre = {lane}.Create(global::System.BitConverter.Int32BitsToSingle(index));");
            for (int p = 0; p < plan.Vectors; p++)
            {
                string i = TileTemplate.Text(p), at = TileTemplate.Text(p * plan.Width);
                writer.Line($"{lane} d{i} = {kernel.Metric}.Finish({TileTemplate.Sum(0, p)}), n{i} = {lane}.Load(ref nearest, {at});");
                writer.Line($"{lane}.WhereLess(d{i}, n{i}, centre, {lane}.Load(ref owner, {at})).Store(ref owner, {at});");
                writer.Line($"{lane}.Min(d{i}, n{i}).Store(ref nearest, {at});");
            }
        }
    }

    protected override void WriteLoops(SourceWriter writer, KernelSpec kernel, TilePlan plan)
    {
        using (writer.Block("for (nint panel = 0; panel < panelCount; panel++)"))
            WriteRowTiles(writer, plan, $"RelaxTile{plan.Name}(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref panels, panel * 64 * {TileTemplate.Dimension(kernel)} + row), ref centre, dimension, centreIndex, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref nearest, panel * 64 + row), ref global::System.Runtime.CompilerServices.Unsafe.As<int, float>(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref owner, panel * 64 + row)));");
    }
}
