using System;
using System.Numerics.Tensors;

/// <summary>A stand-in for a vector store: unit vectors in topics, so that what is found is alike; the nearest of a query by a scan of all.</summary>
internal sealed class PassageStore
{
    private readonly float[] _vectors;

    public PassageStore(int count, int dimension, int topics)
    {
        (Count, Dimension, _vectors) = (count, dimension, new float[count * dimension]);
        var random = new Random(1);
        var centres = new float[topics * dimension];
        Fill(centres);
        Fill(_vectors);
        for (int passage = 0; passage < count; passage++)
        {
            Span<float> vector = _vectors.AsSpan(passage * dimension, dimension);
            TensorPrimitives.MultiplyAdd(centres.AsSpan(random.Next(topics) * dimension, dimension), 1.5f, vector, vector);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        }

        void Fill(Span<float> values)
        {
            foreach (ref float value in values) value = (float)(random.NextDouble() + random.NextDouble() - random.NextDouble() - random.NextDouble());
        }
    }

    public int Count { get; }

    public int Dimension { get; }

    public ReadOnlySpan<float> this[int passage] => _vectors.AsSpan(passage * Dimension, Dimension);

    /// <summary>The passages of the largest cosines with a query, but for the query itself, the largest first.</summary>
    public void FindNearest(int query, Span<int> found, Span<float> cosines)
    {
        int known = 0;
        for (int passage = 0; passage < Count; passage++)
        {
            if (passage == query) continue;
            float cosine = TensorPrimitives.Dot(this[query], this[passage]);
            if (known == found.Length && cosine <= cosines[known - 1]) continue;
            int place = known < found.Length ? known++ : known - 1;
            for (; place > 0 && cosines[place - 1] < cosine; place--) (found[place], cosines[place]) = (found[place - 1], cosines[place - 1]);
            (found[place], cosines[place]) = (passage, cosine);
        }
    }
}
