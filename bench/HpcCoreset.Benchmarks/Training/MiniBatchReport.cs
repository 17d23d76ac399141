using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Convex;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>
/// One mini-batch coreset, as CREST chooses thousands of: softmax minus one-hot gradients of random examples, from networks that were trained
/// more and less, and random rows of the same shape. All in turn, call by call, so that a change of the clock rate hits all.
/// </summary>
internal static class MiniBatchReport
{
    private const int Calls = 400;
    private const int Size = 128;
    private const int Classes = 10;

    public static void Run(TextWriter output)
    {
        LinearTask digits = LinearTask.Digits();
        (string Name, float[] Rows, int[] Labels)[] gradients =
        [
            ("normal rows", NormalRows.Make(600, Classes, seed: 4), [.. Enumerable.Range(0, 600).Select(i => i * 7 % Classes)]),
            .. ((int[])[0, 1, 20]).Select(epochs => ($"gradients after {epochs} epochs", Gradients(digits, epochs), digits.Labels)),
        ];
        output.WriteLine($"{Size} rows of {Classes} values by CRAIG, classes in proportion, one thread. Gradients are those of an MLP 64-64-{Classes} on digits.");
        output.WriteLine();
        output.WriteLine($"| rows | classes | of | p50 of {Calls} calls, us | p99, us | allocated by all |");
        output.WriteLine("|:--|--:|--:|--:|--:|--:|");
        var calls =
            from set in gradients
            from classes in (int[])[Classes, 1]
            from count in (int[])[500, 600]
            select (set.Name, Classes: classes, Count: count, Call: Selection(set.Rows, set.Labels.AsSpan(0, classes == 1 ? 0 : count).ToArray(), count));
        (string Name, int Classes, int Count, Action Call)[] all = [.. calls];
        double[][] microseconds = [.. all.Select(_ => new double[Calls])];
        long[] allocated = new long[all.Length];
        foreach (var one in all) PairedRatio.WarmUp(one.Call);
        for (int call = 0; call < Calls; call++)
            for (int i = 0; i < all.Length; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
                all[i].Call();
                microseconds[i][call] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                allocated[i] += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        for (int i = 0; i < all.Length; i++)
        {
            Array.Sort(microseconds[i]);
            output.WriteLine(FormattableString.Invariant(
                $"| {all[i].Name} | {all[i].Classes} | {all[i].Count} | {microseconds[i][Calls / 2]:F0} | {microseconds[i][Calls * 99 / 100]:F0} | {allocated[i]} B |"));
        }
    }

    private static Action Selection(float[] rows, int[] labels, int count)
    {
        var selector = new CraigSelector(new() { Size = Size });
        return () =>
        {
            var points = new Points(rows.AsSpan(0, count * Classes), Classes);
            _ = labels is [] ? selector.Select(points) : selector.Select(points, default, labels);
        };
    }

    /// <summary>Softmax minus one-hot label of every digit.</summary>
    private static float[] Gradients(LinearTask digits, int epochs)
    {
        using var model = new Network(NetworkDesign.Mlp(digits.Dimension, Classes, 64), seed: 1);
        if (epochs > 0)
        {
            var data = new LabelledData(digits.Values, digits.Labels, ExampleShape.Vector(digits.Dimension));
            using var run = new TrainingRun(model, data, null, new() { Epochs = epochs, LearningRate = 0.1, Seed = 1 });
            run.Run();
        }
        float[] gradients = new float[digits.Count * Classes];
        model.Forward(new(digits.Values, digits.Labels), new(default, gradients));
        for (int i = 0; i < digits.Count; i++) gradients[i * Classes + digits.Labels[i]] -= 1;
        return gradients;
    }
}
