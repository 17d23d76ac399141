using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Convex;

/// <inheritdoc/>
/// <typeparam name="TLoss">The loss.</typeparam>
internal sealed unsafe class LinearKernel<TLoss> : LinearKernel
    where TLoss : struct, ILinearLoss
{
    private const int Ahead = 8; // steps from asking for a row to reading it, which takes memory about as long

    public override double Smoothness => TLoss.Smoothness;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Accumulate(
        ExampleTable table, LinearModel model, double* x, int first, int end, double* gradient, double* scores, bool keep, float* scratch)
    {
        (int outputs, int dimension, double constant) = (model.Outputs, model.Dimension, model.Constant);
        RowSource rows = table.Rows;
        double loss = 0;
        for (int i = first; i < end; i++)
        {
            Example* example = table.Examples + i;
            float* row = rows.Row(example->Row, scratch);
            double* derivatives = keep ? scores + (nint)i * outputs : scores;
            SetScores(x, row, derivatives, outputs, dimension);
            if (keep) TLoss.Differentiate(derivatives, outputs, example->Target, wantsLoss: false);
            else loss += example->Share * TLoss.Differentiate(derivatives, outputs, example->Target, wantsLoss: true);
            double* part = gradient;
            for (int c = 0; c < outputs; c++, part += dimension + 1)
            {
                double error = example->Share * derivatives[c];
                RowArithmetic.Accumulate(row, error, part, dimension);
                part[dimension] += constant * error;
            }
        }
        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step(in StepPlan plan)
    {
        (ExampleTable table, LinearModel model, ConvexMethod method) = (plan.Table, plan.Model, plan.Method);
        (int outputs, int dimension, int total, double constant) = (model.Outputs, model.Dimension, table.Count, model.Constant);
        RowSource rows = table.Rows;
        int* order = plan.Order;
        double* remembered = plan.Remembered;

        // The penalty's part of a step is implicit, as in the proximal forms of SVRG and SAGA: stable however long the step.
        double shrink = 1 / (1 + plan.Step * model.L2), shrinkConstant = model.Intercept == Intercept.Penalised ? shrink : 1;
        double* fresh = plan.Scores, before = plan.Scores + (nint)plan.Batch * outputs;
        for (int first = 0; first < total; first += plan.Batch)
        {
            int count = Math.Min(plan.Batch, total - first);
            for (int j = 0; j < count; j++)
            {
                int position = order[first + j];
                Prefetch(plan, first + j);
                Example* example = table.Examples + position;
                float* row = rows.Row(example->Row, plan.Decoded + (nint)j * rows.ScratchLength);
                double* scores = fresh + (nint)j * outputs;
                SetScores(model.Pointer, row, scores, outputs, dimension);
                TLoss.Differentiate(scores, outputs, example->Target, wantsLoss: false);
                for (int c = 0; c < outputs; c++) before[j * outputs + c] = remembered == null ? 0 : remembered[(nint)position * outputs + c];
            }
            (double keep, double keepConstant, double drift, double driftConstant) = (shrink, shrinkConstant, -plan.Step * shrink, -plan.Step * shrinkConstant);
            for (int j = 0; j < count; j++)
            {
                int position = order[first + j];
                Example* example = table.Examples + position;
                float* row = rows.IsNarrow ? plan.Decoded + (nint)j * rows.ScratchLength : rows.Row(example->Row, null);
                double* x = model.Pointer, mean = plan.Mean;
                for (int c = 0; c < outputs; c++, x += dimension + 1, mean += dimension + 1)
                {
                    double derivative = fresh[j * outputs + c], move = -plan.Step * example->Scale / count * (derivative - before[j * outputs + c]);
                    switch (method)
                    {
                        case ConvexMethod.Sgd:
                            RowSteps.Move(x, keep, row, shrink * move, dimension);
                            x[dimension] = keepConstant * x[dimension] + shrinkConstant * move * constant;
                            continue;
                        case ConvexMethod.Svrg:
                            RowSteps.Move(x, keep, mean, drift, row, shrink * move, dimension);
                            x[dimension] = keepConstant * x[dimension] + driftConstant * mean[dimension] + shrinkConstant * move * constant;
                            continue;
                    }
                    // A row that a batch has twice is remembered once.
                    double* latest = remembered + (nint)position * outputs + c;
                    double change = example->Share * (derivative - *latest);
                    *latest = derivative;
                    RowSteps.MoveBoth(x, keep, mean, drift, change, row, shrink * move, dimension);
                    x[dimension] = keepConstant * x[dimension] + driftConstant * mean[dimension] + shrinkConstant * move * constant;
                    mean[dimension] += constant * change;
                }
                (keep, keepConstant, drift, driftConstant) = (1, 1, 0, 0); // once for a batch
            }
        }
    }

    /// <summary>Asks for what later steps read: the row's number first, and the row when its number is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(in StepPlan plan, int step)
    {
        if (!Sse.IsSupported) return;
        ExampleTable table = plan.Table;
        if (step + 2 * Ahead < table.Count) Sse.Prefetch0(table.Examples + plan.Order[step + 2 * Ahead]);
        if (step + Ahead >= table.Count) return;
        int position = plan.Order[step + Ahead];
        table.Rows.Prefetch(table.Examples[position].Row);
        if (plan.Remembered != null) Sse.Prefetch0(plan.Remembered + (nint)position * plan.Model.Outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetScores(double* x, float* row, double* scores, int outputs, int dimension)
    {
        for (int c = 0; c < outputs; c++, x += dimension + 1) scores[c] = RowSteps.Dot(x, row, dimension) + x[dimension];
    }
}
