using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Upper bounds of similarities in 16 bits: equal steps over the range that they can lie in, rounded upward: half the memory of
/// float32. A step is a 65,000th of the range, so that bounds hardly loosen.
/// </summary>
/// <remarks>
/// A step has 8 significant bits, so that its multiples are exact in float32 and every instruction set decodes the same bits. What is below
/// the range is raised to it.
/// </remarks>
internal readonly unsafe struct SimilaritySteps
{
    private const int Most = ushort.MaxValue;

    /// <summary>One step up, and what the rounding of a position among 65,535 may hide (three roundings, 0.012 at most).</summary>
    private const float Up = 1.05f;

    private const int Lanes = 16;
    private readonly float _lowest;
    private readonly float _step;
    private readonly float _inverse;

    /// <summary>Divides a range.</summary>
    /// <param name="lowest">Where it starts.</param>
    /// <param name="highest">At least every similarity.</param>
    public SimilaritySteps(double lowest, double highest)
    {
        _lowest = MathF.BitDecrement((float)lowest);
        double step = Math.Max((highest - _lowest) / (Most - 2), 1e-30);
        int exponent = Math.ILogB(step) - 7;
        _step = (float)Math.ScaleB(Math.Ceiling(Math.ScaleB(step, -exponent)), exponent);
        _inverse = 1 / _step;
    }

    /// <summary>codes[i] = the lowest step that is at least values[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Encode(float* values, int count, ushort* codes)
    {
        Vector256<float> lowest = Vector256.Create(_lowest), inverse = Vector256.Create(_inverse), most = Vector256.Create((float)Most);
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
            Vector256.Narrow(Positions(values + i).AsUInt32(), Positions(values + i + Lanes / 2).AsUInt32()).Store(codes + i);
        for (; i < count; i++) codes[i] = (ushort)Math.Clamp((values[i] - _lowest) * _inverse + Up, 0, Most);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector256<int> Positions(float* from) => Vector256.ConvertToInt32(
            Vector256.Min(Vector256.Max((Vector256.Load(from) - lowest) * inverse + Vector256.Create(Up), Vector256<float>.Zero), most));
    }

    /// <summary>values[i] = what codes[i] stands for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Decode(ushort* codes, int count, float* values)
    {
        Vector256<float> lowest = Vector256.Create(_lowest), step = Vector256.Create(_step);
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            Vector256<ushort> code = Vector256.Load(codes + i);
            (Vector256.ConvertToSingle(Vector256.WidenLower(code).AsInt32()) * step + lowest).Store(values + i);
            (Vector256.ConvertToSingle(Vector256.WidenUpper(code).AsInt32()) * step + lowest).Store(values + i + Lanes / 2);
        }
        for (; i < count; i++) values[i] = codes[i] * _step + _lowest;
    }
}
