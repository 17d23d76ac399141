using System;
using System.Linq;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>Layers, a last dense one and (1/n) sum of weight(i) cross-entropy(i), in double.</summary>
internal sealed class NetworkOracle
{
    private readonly LayerOracle? _body;
    private readonly DenseOracle _last;

    /// <summary>Layers before the last one, if any, and the last one.</summary>
    public NetworkOracle(LayerOracle? body, DenseOracle last)
    {
        (_body, _last) = (body, last);
        Parameters = new double[(body?.Parameters ?? 0) + last.Parameters];
        Statistics = new double[body?.Statistics ?? 0];
        body?.InitializeStatistics(Statistics);
    }

    public ExampleShape Input => _body?.Input ?? _last.Input;

    public int Classes => _last.Output.Length;

    /// <summary>In the order of the layers.</summary>
    public double[] Parameters { get; }

    /// <summary>In the order of the layers.</summary>
    public double[] Statistics { get; }

    private int BodyParameters => _body?.Parameters ?? 0;

    public void Initialize(Func<double> uniform)
    {
        _body?.Initialize(Parameters.AsSpan(0, BodyParameters), uniform);
        _last.Initialize(Parameters.AsSpan(BodyParameters), uniform);
    }

    /// <summary>What the last layer is given, and what it makes of that.</summary>
    public (double[] Features, double[] Logits) Forward(double[] inputs, Pass pass)
    {
        double[] features = _body?.Forward(inputs, pass, Parameters.AsSpan(0, BodyParameters), Statistics) ?? inputs;
        return (features, _last.Forward(features, pass, Parameters.AsSpan(BodyParameters), []));
    }

    public double Objective(LabelledBatch batch, Pass pass = Pass.Training)
    {
        double[] losses = SoftmaxLossOracle.Losses(Forward(batch.Inputs, pass).Logits, Classes, batch.Labels);
        return losses.Zip(batch.Weights, (loss, weight) => loss * weight).Sum() / losses.Length;
    }

    public double[] Gradient(LabelledBatch batch, Pass pass = Pass.Training)
    {
        double[] logits = Forward(batch.Inputs, pass).Logits;
        var gradient = new double[Parameters.Length];
        double[] features = _last.Backward(
            SoftmaxLossOracle.Gradient(logits, Classes, batch.Labels, batch.Weights), Parameters.AsSpan(BodyParameters), gradient.AsSpan(BodyParameters));
        _body?.Backward(features, Parameters.AsSpan(0, BodyParameters), gradient.AsSpan(0, BodyParameters));
        return gradient;
    }

    /// <summary>
    /// By central differences of the gradient within the piece that the parameters lie in; the error is about 1e-9 of the product.
    /// </summary>
    public double[] HessianVectorProduct(LabelledBatch batch, double[] vector)
    {
        double step = 1e-5 * Math.Max(Norm(Parameters), 1) / Norm(vector);
        var before = (double[])Parameters.Clone();
        Forward(batch.Inputs, Pass.Training); // chooses the piece
        double[] Probe(double signed)
        {
            for (int i = 0; i < before.Length; i++) Parameters[i] = before[i] + signed * vector[i];
            return Gradient(batch, Pass.SamePiece);
        }
        double[] up = Probe(step), down = Probe(-step);
        before.CopyTo(Parameters, 0);
        return [.. up.Zip(down, (a, b) => (a - b) / (2 * step))];
    }

    /// <summary>Lets the running statistics learn from a batch.</summary>
    public void Learn(LabelledBatch batch)
    {
        Forward(batch.Inputs, Pass.Training);
        _body?.Learn(Statistics);
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(x => x * x));
}
