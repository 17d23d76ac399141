using System;
using System.Linq;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Networks;

/// <summary>What a network is made of. Parameters lie layer after layer, in the order in which examples go through them.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Input">An example.</param>
/// <param name="Classes">Number of classes, at least 2.</param>
public abstract record NetworkDesign(string Name, ExampleShape Input, int Classes)
{
    // Without setters: what was checked here must not be changed by a "with" expression.

    /// <summary>What people call it.</summary>
    public string Name { get; } = Name;

    /// <summary>An example.</summary>
    public ExampleShape Input { get; } = Input;

    /// <summary>Number of classes, at least 2.</summary>
    public int Classes { get; } = Classes;

    /// <summary>Dense layers with rectified units between them: input - hidden... - classes. Without hidden layers it is multinomial logistic regression.</summary>
    /// <param name="inputs">Values of an example.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="hidden">Units of the hidden layers, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NetworkDesign Mlp(int inputs, int classes, params ReadOnlySpan<int> hidden)
    {
        Check(ExampleShape.Vector(inputs), classes);
        foreach (int units in hidden) ArgumentOutOfRangeException.ThrowIfLessThan(units, 1, nameof(hidden));
        return new MlpDesign(inputs, classes, hidden.ToArray());
    }

    /// <summary>
    /// LeNet-5 with rectified units and max pooling: 6 and 16 channels of 5 x 5, dense 120, 84 and classes (after LeCun, Bottou, Bengio, Haffner,
    /// Proceedings of the IEEE 86, 1998).
    /// </summary>
    /// <param name="input">Images of at least 12 x 12 pixels, 28 x 28 x 1 if not given.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NetworkDesign LeNet5(ExampleShape? input = null, int classes = 10)
    {
        ExampleShape shape = input ?? new(28, 28, 1);
        Check(shape, classes);
        CheckSide(shape, LeNetDesign.SmallestSide, nameof(input));
        return new LeNetDesign(shape, classes);
    }

    /// <summary>A residual network for small images with one block per stage: 78 thousand parameters (He, Zhang, Ren, Sun, CVPR 2016, section 4.2).</summary>
    /// <param name="input">Images of at least 4 x 4 pixels, 32 x 32 x 3 if not given.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NetworkDesign ResNet8(ExampleShape? input = null, int classes = 10) => ResNet("resnet8", 1, input, classes);

    /// <summary>The same with three blocks per stage: 272 thousand parameters.</summary>
    /// <param name="input">Images of at least 4 x 4 pixels, 32 x 32 x 3 if not given.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NetworkDesign ResNet20(ExampleShape? input = null, int classes = 10) => ResNet("resnet20", 3, input, classes);

    /// <summary>Adds the layers.</summary>
    internal abstract void Build(NetworkBuilder builder);

    private static ResNetDesign ResNet(string name, int blocks, ExampleShape? input, int classes)
    {
        ExampleShape shape = input ?? new(32, 32, 3);
        Check(shape, classes);
        CheckSide(shape, ResNetDesign.SmallestSide, nameof(input));
        return new ResNetDesign(name, shape, classes, blocks);
    }

    private static void Check(ExampleShape input, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(input.Height, Math.Min(input.Width, input.Channels)), 1, nameof(input));
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
    }

    private static void CheckSide(ExampleShape input, int smallest, string name)
    {
        if (Math.Min(input.Height, input.Width) < smallest)
            throw new ArgumentOutOfRangeException(name, $"{input.Height} x {input.Width} pixels; at least {smallest} x {smallest} are needed");
    }

    private sealed record MlpDesign(int Inputs, int Outputs, int[] Hidden)
        : NetworkDesign(Hidden.Length == 0 ? "logistic" : "mlp:" + string.Join(',', Hidden), ExampleShape.Vector(Inputs), Outputs)
    {
        internal override void Build(NetworkBuilder builder)
        {
            FeatureMap map = builder.Input(border: 0);
            foreach (int units in Hidden)
            {
                map = builder.Dense(map, units);
                builder.Relu(map);
            }
            builder.Classify(map);
        }

        /// <summary>By value: the name lists the hidden layers.</summary>
        public bool Equals(MlpDesign? other) => base.Equals(other);

        public override int GetHashCode() => base.GetHashCode();
    }

    private sealed record LeNetDesign(ExampleShape Image, int Outputs) : NetworkDesign("lenet5", Image, Outputs)
    {
        public const int SmallestSide = 12; // two poolings and a convolution leave one pixel

        internal override void Build(NetworkBuilder builder)
        {
            FeatureMap map = builder.Convolution(builder.Input(border: 2), 6, new(Kernel: 5, Stride: 1, Padding: 2), border: 0, hasBias: true);
            builder.Relu(map);
            map = builder.Convolution(builder.MaxPooling(map, border: 0), 16, new(Kernel: 5, Stride: 1, Padding: 0), border: 0, hasBias: true);
            builder.Relu(map);
            map = builder.MaxPooling(map, border: 0);
            foreach (int units in (ReadOnlySpan<int>)[120, 84])
            {
                map = builder.Dense(map, units);
                builder.Relu(map);
            }
            builder.Classify(map);
        }
    }

    private sealed record ResNetDesign(string Title, ExampleShape Image, int Outputs, int Blocks) : NetworkDesign(Title, Image, Outputs)
    {
        public const int SmallestSide = 4; // halved twice
        private static readonly int[] _channels = [16, 32, 64];

        internal override void Build(NetworkBuilder builder)
        {
            FeatureMap map = Normalized(builder, builder.Input(border: 1), _channels[0], stride: 1, border: 1);
            builder.Relu(map);
            for (int stage = 0; stage < _channels.Length; stage++)
                for (int block = 0; block < Blocks; block++)
                {
                    bool isLast = stage == _channels.Length - 1 && block == Blocks - 1;
                    map = Block(builder, map, _channels[stage], stride: stage > 0 && block == 0 ? 2 : 1, border: isLast ? 0 : 1);
                }
            builder.Classify(builder.GlobalAveragePooling(map));
        }

        private static FeatureMap Block(NetworkBuilder builder, FeatureMap input, int channels, int stride, int border)
        {
            FeatureMap map = Normalized(builder, input, channels, stride, border: 1);
            builder.Relu(map);
            map = Normalized(builder, map, channels, stride: 1, border);
            FeatureMap shortcut = stride == 1
                ? input
                : builder.BatchNormalization(builder.Convolution(input, channels, new(Kernel: 1, stride, Padding: 0), border: 0, hasBias: false), border: 0);
            builder.Add(map, shortcut);
            builder.Relu(map);
            return map;
        }

        private static FeatureMap Normalized(NetworkBuilder builder, FeatureMap input, int channels, int stride, int border) =>
            builder.BatchNormalization(builder.Convolution(input, channels, new(Kernel: 3, stride, Padding: 1), border: 0, hasBias: false), border);
    }
}
