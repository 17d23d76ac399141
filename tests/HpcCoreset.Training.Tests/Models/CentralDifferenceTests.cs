using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Training.Tests.Models;

[Trait("Switches", "true")]
public sealed class CentralDifferenceTests
{
    private static readonly float[] _vector = [1, -2, 0.5f];

    [Fact]
    public void The_default_product_is_that_of_the_Hessian_and_leaves_the_parameters_as_they_were()
    {
        using var model = new Quartic([0.5f, -1, 2]);
        float[] before = model.Parameters.ToArray(), product = new float[3];

        model.HessianVectorProduct(new([0], [0]), _vector, product);

        Assert.Equal(before, model.Parameters.ToArray());
        for (int i = 0; i < 3; i++) Assert.Equal(3 * before[i] * before[i] * _vector[i], product[i], 1e-2f); // the Hessian is diag(3 w^2)
    }

    /// <summary>Squares of float32 overflow beyond 1e19 and are 0 below 1e-23; a product is proportional to its vector all the same.</summary>
    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    public void The_length_of_the_vector_does_not_matter(double scale)
    {
        using var model = new Quartic([0.5f, -1, 2]);
        float[] product = new float[3];

        model.HessianVectorProduct(new([0], [0]), [.. _vector.Select(x => (float)(x * scale))], product);

        for (int i = 0; i < 3; i++) Assert.Equal(3 * model.Parameters[i] * model.Parameters[i] * _vector[i], product[i] / scale, 1e-2);
    }

    /// <summary>Norms are summed in order, whatever registers there are.</summary>
    [Fact]
    public void The_bits_are_those_of_plain_loops_in_double()
    {
        float[] parameters = [.. Enumerable.Range(0, 1001).Select(i => (i * 37 % 101 - 50) / 30f)], product = new float[1001];
        float[] vector = [.. Enumerable.Range(0, 1001).Select(i => (i * 53 % 89 - 44) / 7f)];
        using var model = new Quartic([.. parameters]);
        double step = 5e-3 * Math.Sqrt(parameters.Sum(x => (double)x * x)) / Math.Sqrt(vector.Sum(x => (double)x * x));

        model.HessianVectorProduct(new([0], [0]), vector, product);

        for (int i = 0; i < product.Length; i++)
        {
            float up = (float)(parameters[i] + step * vector[i]), down = (float)(parameters[i] - step * vector[i]);
            Assert.Equal((float)(((double)(up * up * up) - down * down * down) * (0.5 / step)), product[i]);
        }
    }

    [Fact]
    public void Spans_that_overlap_are_refused()
    {
        using var model = new Quartic([0.5f, -1, 2]);
        float[] both = [1, 2, 3];

        Assert.Throws<ArgumentException>("product", () => model.HessianVectorProduct(new([0], [0]), both, both));
        Assert.Throws<ArgumentException>("product", () => model.HessianVectorProduct(new([0], [0]), both, model.Parameters));
        Assert.Throws<ArgumentException>("vector", () => model.HessianVectorProduct(new([0], [0]), model.Parameters, both));

        Assert.Equal([1, 2, 3], both);
        Assert.Equal([0.5f, -1, 2], model.Parameters.ToArray());
    }

    [Fact]
    public void A_vector_of_zeros_has_a_product_of_zeros()
    {
        using var model = new Quartic([0.5f, -1, 2]);
        float[] product = [1, 1, 1];

        model.HessianVectorProduct(new([0], [0]), new float[3], product);

        Assert.Equal([0, 0, 0], product);
    }

    [Fact]
    public void Lengths_that_are_not_those_of_the_parameters_are_refused()
    {
        using var model = new Quartic([0.5f, -1, 2]);

        string message = Assert.Throws<ArgumentException>("vector", () => model.HessianVectorProduct(new([0], [0]), [1, 2], new float[3])).Message;
        Assert.Contains("2 values; the model has 3 parameters", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("product", () => model.HessianVectorProduct(new([0], [0]), _vector, new float[4]));
    }

    /// <summary>sum of w^4 / 4, whatever the examples.</summary>
    private sealed class Quartic(float[] parameters) : TrainableModel
    {
        public override int InputLength => 1;

        public override int Classes => 1;

        public override int FeatureLength => 1;

        public override Span<float> Parameters => parameters;

        public override void Forward(scoped TrainingBatch batch, scoped ForwardOutputs outputs) => outputs.Losses.Fill((float)Value());

        public override double Gradient(scoped TrainingBatch batch, scoped Span<float> gradient, bool updateStatistics = false)
        {
            for (int i = 0; i < parameters.Length; i++) gradient[i] = parameters[i] * parameters[i] * parameters[i];
            return Value();
        }

        private double Value() => parameters.Sum(w => Math.Pow(w, 4) / 4);
    }
}
