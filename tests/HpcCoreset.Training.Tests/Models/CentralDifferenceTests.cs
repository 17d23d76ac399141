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
