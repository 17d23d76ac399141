using System;

namespace HpcCoreset.Kernels;

/// <summary>Plain loops over any dimension: squared Euclidean or Manhattan in difference form.</summary>
internal sealed unsafe class ScalarKernel(Metric metric) : PointKernel
{
    public override string Name => $"{metric}/any/scalar";

    public override int Dimension => 0;

    public override float Distance(float* a, float* b, int dimension) => Pair(a, 1, b, dimension);

    public override void Relax(RowPanels rows, int first, int count, float* centre, int centreIndex, float* nearest, int* owner)
    {
        for (int row = first * RowPanels.Lanes; row < (first + count) * RowPanels.Lanes; row++)
        {
            float distance = Pair(rows.Panel(row / RowPanels.Lanes) + row % RowPanels.Lanes, RowPanels.Lanes, centre, rows.Dimension);
            if (distance >= nearest[row]) continue;
            nearest[row] = distance;
            owner[row] = centreIndex;
        }
    }

    public override void Assign(
        RowPanels rows, int first, int count, float* centres, int centreCount, float* centreTerms, float* rowTerms,
        int* owner, float* distance, float* runnerUp)
    {
        for (int row = first * RowPanels.Lanes; row < (first + count) * RowPanels.Lanes; row++)
        {
            float* lane = rows.Panel(row / RowPanels.Lanes) + row % RowPanels.Lanes;
            (distance[row], runnerUp[row]) = (float.PositiveInfinity, float.PositiveInfinity);
            for (int c = 0; c < centreCount; c++)
            {
                float found = Pair(lane, RowPanels.Lanes, centres + (nint)c * rows.Dimension, rows.Dimension);
                if (found < distance[row]) (runnerUp[row], distance[row], owner[row]) = (distance[row], found, c);
                else if (found < runnerUp[row]) runnerUp[row] = found;
            }
        }
    }

    public override void Prepare(float* vectors, int count, int dimension, float* terms) { }

    public override void PrepareRows(RowPanels rows, int first, int count, float* terms) { }

    private float Pair(float* row, int step, float* centre, int dimension)
    {
        float sum = 0;
        for (int t = 0; t < dimension; t++)
        {
            float difference = row[(nint)t * step] - centre[t];
            sum = metric == Metric.Manhattan ? sum + MathF.Abs(difference) : MathF.FusedMultiplyAdd(difference, difference, sum);
        }
        return metric == Metric.Euclidean ? MathF.Sqrt(sum) : sum;
    }
}
