using System;

namespace HpcCoreset.Evaluation;

/// <summary>Distortions, one after the other: their mean and the sum of squares around it (Welford 1962).</summary>
internal struct DistortionTally
{
    private int _count;
    private double _max;
    private double _sum;
    private double _squares;

    public void Add(double distortion)
    {
        double fromMean = _count == 0 ? 0 : distortion - _sum / _count;
        _sum += distortion;
        _count++;
        _squares += fromMean * (distortion - _sum / _count);
        _max = Math.Max(_max, distortion);
    }

    public readonly DistortionFigures Figures => _count == 0
        ? new(0, double.NaN, double.NaN, double.NaN)
        : new(_count, _max, _sum / _count, _count < 2 ? double.NaN : Math.Sqrt(_squares / (_count - 1) / _count));
}
