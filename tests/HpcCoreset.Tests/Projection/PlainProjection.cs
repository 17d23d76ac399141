using HpcCoreset.Numerics;

namespace HpcCoreset.Tests.Projection;

/// <summary>The definition of <see cref="SparseProjection"/>: where each coordinate goes and with which sign, one by one.</summary>
internal static class PlainProjection
{
    public static float[] Project(float[] values, long offset, int dimension, ulong seed)
    {
        var projected = new float[dimension];
        var random = new Philox(seed, 0x5350_524F_4A00_0000);
        int quarter = dimension / 4;
        for (int t = 0; t < values.Length; t++)
        {
            long coordinate = offset + t;
            (uint w0, uint w1, uint w2, uint w3) = random.Block((ulong)(coordinate / 16));
            int lane = (int)(coordinate % 16);
            uint[] words = [w0, w1, w2, w3];
            for (int block = 0; block < 4; block++)
            {
                long place = (words[block] >> 16) * (long)quarter / 65_536;
                float sign = (words[block] >> lane) % 2 == 0 ? 0.5f : -0.5f;
                projected[block * quarter + (place + lane) % quarter] += sign * values[t];
            }
        }
        return projected;
    }
}
