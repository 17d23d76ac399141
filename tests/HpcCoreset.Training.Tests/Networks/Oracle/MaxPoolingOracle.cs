using System;
using System.Linq;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>The largest of 2 x 2 pixels, stride 2, the first in row-major order among equals; a last odd row or column is left out.</summary>
internal sealed class MaxPoolingOracle(ExampleShape input)
    : LayerOracle(input, new(input.Height / 2, input.Width / 2, input.Channels))
{
    private int[] _chosen = [];

    public override double[] Forward(double[] input, Pass pass, ReadOnlySpan<double> parameters, ReadOnlySpan<double> statistics)
    {
        int count = input.Length / Input.Length;
        if (pass != Pass.SamePiece)
        {
            _chosen = new int[count * Output.Length];
            int place = 0;
            for (int image = 0; image < count; image++)
                for (int row = 0; row < Output.Height; row++)
                    for (int column = 0; column < Output.Width; column++)
                        for (int c = 0; c < Input.Channels; c++)
                        {
                            int Index(int r, int k) =>
                                ((image * Input.Height + 2 * row + r) * Input.Width + 2 * column + k) * Input.Channels + c;
                            int best = Index(0, 0);
                            foreach (int other in (int[])[Index(0, 1), Index(1, 0), Index(1, 1)])
                                if (input[other] > input[best]) best = other;
                            _chosen[place++] = best;
                        }
        }
        return [.. _chosen.Select(i => input[i])];
    }

    public override double[] Backward(double[] output, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var input = new double[output.Length / Output.Length * Input.Length];
        for (int i = 0; i < output.Length; i++) input[_chosen[i]] += output[i];
        return input;
    }
}
