using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;

namespace HpcCoreset.Tests.Kernels;

internal delegate float DistancePass(ref float x, ref float y, nint dimension);

internal delegate void FinishPass(ref float values, nint count);

internal delegate void RelaxPass(
    ref float panels, nint panelCount, nint dimension, ref float centre, int centreIndex, ref float nearest, ref int owner);

internal delegate void AssignPass(
    ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float centres, nint centreCount,
    ref float centreTerms, ref int owner, ref float distance, ref float runnerUp, ref float sums);

internal delegate void GainPass(
    ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float covered, ref float weights,
    ref float candidates, nint candidateCount, ref float candidateTerms, float parameter, ref double gains);

internal delegate void SimilaritiesPass(
    ref float panels, nint panelCount, nint dimension, ref float rowTerms,
    ref float candidates, nint candidateCount, ref float candidateTerms, float parameter, ref float similarities, nint stride);

internal delegate void PairGainsPass(
    ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float covered, ref float weights,
    ref float candidates, nint candidateCount, ref float candidateTerms, ref float candidateCovered, ref float candidateWeights,
    float parameter, ref double gains, ref double rowGains, ref float lowest);

/// <summary>The passes of one kernel: the public ones, which choose the instruction set, or the private ones of one instruction set.</summary>
/// <param name="kernel">A struct that the generator completed.</param>
/// <param name="instructionSet">The suffix of the private methods; empty for the public ones.</param>
internal sealed class KernelBodies(Type kernel, string instructionSet = "")
{
    /// <summary>Every kernel of the library and of this folder.</summary>
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(KernelCatalogue).Assembly.GetTypes()
            .Concat(typeof(KernelBodies).Assembly.GetTypes().Where(type => type.Namespace == typeof(KernelBodies).Namespace))
            .Where(type => type.IsValueType && typeof(ICoresetKernel).IsAssignableFrom(type))];

    /// <summary>Those with a dimension compiled in.</summary>
    public static IEnumerable<Type> Fixed => All.Where(kernel => new KernelBodies(kernel).Dimension > 0);

    /// <summary>The suffixes of the bodies that this process can run, best first.</summary>
    public static IReadOnlyList<string> InstructionSets { get; } =
        [.. new[] { ("Avx512", Avx512F.IsSupported), ("Fma", Fma.IsSupported), ("Neon", AdvSimd.IsSupported), ("Scalar", true) }
            .Where(set => set.Item2).Select(set => set.Item1)];

    public string Name => instructionSet.Length == 0 ? kernel.Name : $"{kernel.Name}, {instructionSet}";

    public int Dimension => (int)kernel.GetProperty("Dimension")!.GetValue(null)!;

    public string MetricName => (string)kernel.GetProperty("MetricName")!.GetValue(null)!;

    public bool UsesInnerProduct => (bool)kernel.GetProperty("UsesInnerProduct")!.GetValue(null)!;

    /// <summary>
    /// The similarities that the kernel can compute: any of an inner product, or only its own, whatever is asked. A squared product of
    /// huge rows is no float; its callers bring rows of unit length.
    /// </summary>
    public IReadOnlyList<Type> Similarities(Problem problem) =>
        !UsesInnerProduct ? [typeof(InnerProduct)]
        : problem.Kind == Values.Huge ? [.. SimilarityOracle.All.Where(similarity => similarity != typeof(SquaredInnerProduct))]
        : SimilarityOracle.All;

    /// <summary>Has one body, in scalar lanes.</summary>
    public DistancePass Distance => kernel.GetMethod("Distance")!.CreateDelegate<DistancePass>();

    /// <summary>Has one body, in scalar lanes.</summary>
    public FinishPass Finish => kernel.GetMethod("Finish")!.CreateDelegate<FinishPass>();

    public RelaxPass Relax => Pass("Relax").CreateDelegate<RelaxPass>();

    public AssignPass Assign => Pass("Assign").CreateDelegate<AssignPass>();

    public GainPass Gain(Type similarity) => Pass("Gain").MakeGenericMethod(similarity).CreateDelegate<GainPass>();

    public SimilaritiesPass AllSimilarities(Type similarity) =>
        Pass("Similarities").MakeGenericMethod(similarity).CreateDelegate<SimilaritiesPass>();

    public PairGainsPass PairGains(Type similarity) =>
        Pass("PairGains").MakeGenericMethod(similarity).CreateDelegate<PairGainsPass>();

    private MethodInfo Pass(string name) =>
        kernel.GetMethod(name + instructionSet, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        ?? throw new MissingMethodException(kernel.Name, name + instructionSet);
}
