using System.Collections.Generic;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks.Layers;

namespace HpcCoreset.Training.Networks;

/// <summary>Collects the layers of a network, their maps and where their parameters lie.</summary>
/// <param name="input">An example.</param>
/// <param name="classes">Number of classes.</param>
internal sealed class NetworkBuilder(ExampleShape input, int classes)
{
    private readonly List<Layer> _layers = [];
    private readonly List<FeatureMap> _maps = [];

    /// <summary>In the order in which examples go through them.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>All maps.</summary>
    public IReadOnlyList<FeatureMap> Maps => _maps;

    /// <summary>Number of parameters of all layers.</summary>
    public int ParameterCount { get; private set; }

    /// <summary>Number of running statistics of all layers.</summary>
    public int StatisticCount { get; private set; }

    /// <summary>What the last dense layer reads.</summary>
    public FeatureMap? Features { get; private set; }

    public FeatureMap Input(int border)
    {
        FeatureMap map = Map(new(input.Height, input.Width, input.Channels), border, 0);
        Append(new InputLayer(map));
        return map;
    }

    public FeatureMap Dense(FeatureMap from, int units)
    {
        if (!from.Values.IsDense || !from.Gradients.IsDense)
            throw new System.ArgumentException("is framed by zeros; a dense layer reads an image as one row, and writes its gradient as one", nameof(from));
        FeatureMap map = Map(new(1, 1, units), 0, 0);
        Append(new Dense(from, map));
        return map;
    }

    public FeatureMap Convolution(FeatureMap from, int channels, Window window, int border, bool hasBias)
    {
        int gradientBorder = System.Math.Max(window.GradientBorder(from.Shape.Height), window.GradientBorder(from.Shape.Width));
        FeatureMap map = Map(window.Output(from.Shape, channels), border, gradientBorder);
        Append(new Convolution(from, map, window, hasBias));
        return map;
    }

    public FeatureMap BatchNormalization(FeatureMap from, int border)
    {
        FeatureMap map = Map(from.Shape, border, 0);
        Append(new BatchNormalization(from, map));
        return map;
    }

    public FeatureMap MaxPooling(FeatureMap from, int border)
    {
        FeatureMap map = Map(new(from.Shape.Height / 2, from.Shape.Width / 2, from.Shape.Channels), border, 0);
        Append(new MaxPooling(from, map));
        return map;
    }

    public FeatureMap GlobalAveragePooling(FeatureMap from)
    {
        FeatureMap map = Map(new(1, 1, from.Shape.Channels), 0, 0);
        Append(new GlobalAveragePooling(from, map));
        return map;
    }

    public void Relu(FeatureMap map) => Append(new Relu(map));

    public void Add(FeatureMap map, FeatureMap shortcut) => Append(new Addition(map, shortcut));

    /// <summary>The last dense layer and the loss.</summary>
    public void Classify(FeatureMap from)
    {
        Features = from;
        FeatureMap logits = Dense(from, classes);
        Append(new SoftmaxLoss(logits, Map(logits.Shape, 0, 0)));
    }

    /// <summary>Tells each layer, from the last to the first, whether the gradients that it writes have been written to before.</summary>
    public void Connect()
    {
        HashSet<FeatureMap> written = [];
        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            Layer layer = _layers[i];
            layer.NeedsInputGradient = layer.Input != _maps[0];
            if (layer.Input != layer.Output) layer.AddsToInputGradient = !written.Add(layer.Input);
            if (layer.Shortcut is { } shortcut) layer.AddsToShortcutGradient = !written.Add(shortcut);
        }
    }

    private void Append(Layer layer)
    {
        (layer.ParameterOffset, layer.StatisticOffset) = (ParameterCount, StatisticCount);
        ParameterCount = checked(ParameterCount + layer.ParameterCount);
        StatisticCount += layer.StatisticCount;
        _layers.Add(layer);
    }

    private FeatureMap Map(MapShape shape, int border, int gradientBorder)
    {
        var map = new FeatureMap(shape, border, gradientBorder);
        _maps.Add(map);
        return map;
    }
}
