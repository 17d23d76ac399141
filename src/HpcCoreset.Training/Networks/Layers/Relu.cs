using System.Runtime.CompilerServices;
using HpcCoreset.Runtime;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>max(x, 0), in place; its derivative at 0 is 0. What is not a number stays so, that a broken run is seen.</summary>
internal sealed unsafe class Relu(FeatureMap map) : Layer(map, map)
{
    public override void Forward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
            for (int line = 0; line < Output.Shape.Height; line++)
            {
                float* values = Output.Values.Pixels(image) + line * Output.Values.Line;
                Elementwise.Run(new Rectify(values), Output.Shape.LineLength);
                if (pass.HasTangents) KeepWherePositive(image, line, Output.Tangents);
            }
    }

    public override void Backward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
            for (int line = 0; line < Output.Shape.Height; line++)
            {
                KeepWherePositive(image, line, Output.Gradients);
                if (pass.HasTangents) KeepWherePositive(image, line, Output.GradientTangents);
            }
    }

    private void KeepWherePositive(int image, int line, Plane plane) => Elementwise.Run(
        new KeepWhere(Output.Values.Pixels(image) + line * Output.Values.Line, plane.Pixels(image) + line * plane.Line), Output.Shape.LineLength);

    private readonly struct Rectify(float* x) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T> => T.Max(T.Create(0), T.Load(ref *x, at)).Store(ref *x, at);
    }

    private readonly struct KeepWhere(float* positive, float* x) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T zero = T.Create(0);
            T.WhereLess(zero, T.Load(ref *positive, at), T.Load(ref *x, at), zero).Store(ref *x, at);
        }
    }
}
