using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>CRAIG is facility location by a plain greedy in double, class by class, with the quotas of the classes.</summary>
[Trait("Switches", "true")]
public class CraigSelectorTests
{
    private const int Dimension = 4;
    private static readonly float[][] s_rows = Instances.Random(71, 160, Dimension);
    private static readonly float[] s_values = [.. s_rows.SelectMany(row => row)];
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 160).Select(i => i % 11 == 0 ? 5 : i % 3)]; // 3 and 4 have no rows
    private static readonly double[] s_weights = [.. Enumerable.Range(0, 160).Select(i => i % 9 == 4 ? 0 : 1 + i % 4)];

    [Theory]
    [InlineData(ClassBalance.Proportional, Similarity.MaxEuclidean)]
    [InlineData(ClassBalance.Equal, Similarity.MaxEuclidean)]
    [InlineData(ClassBalance.SquareRoot, Similarity.MaxSquaredEuclidean)]
    [InlineData(ClassBalance.Proportional, Similarity.Cosine)]
    public void Every_class_is_ranked_as_by_a_plain_greedy(ClassBalance balance, Similarity similarity)
    {
        foreach (double[]? weights in (double[]?[])[null, s_weights])
            foreach (int threads in (int[])[1, 3])
            {
                using var selector = new CraigSelector(new() { Size = 40, Balance = balance, Similarity = similarity, Threads = threads });
                Coreset coreset = selector.Select(new Points(s_values, Dimension), weights, s_labels);
                Assert.Equal(40, coreset.Count);
                int first = 0;
                double objective = 0;
                foreach (int label in (int[])[0, 1, 2, 5])
                {
                    int[] members = [.. Enumerable.Range(0, 160).Where(i => s_labels[i] == label)];
                    int quota = coreset.Indices.ToArray().Count(row => s_labels[row] == label);
                    var own = new Instance("class", [.. members.Select(i => s_rows[i])], weights == null ? null : [.. members.Select(i => weights[i])]);
                    BitwiseGreedy oracle = BitwiseGreedy.Select(own, similarity, quota);
                    Assert.Equal(oracle.Picks.Select(i => members[i]), coreset.Indices.Slice(first, quota).ToArray());
                    Assert.Equal(oracle.Gains, coreset.Gains.Slice(first, quota).ToArray());
                    Assert.Equal(oracle.Weights, coreset.Weights.Slice(first, quota).ToArray());
                    Assert.Equal(members.Sum(i => weights?[i] ?? 1), coreset.Weights.Slice(first, quota).ToArray().Sum(), 1e-9);
                    for (int i = 0; i < members.Length; i++)
                    {
                        Assert.Equal(first + oracle.Assignment[i], coreset.Assignment[members[i]]);
                        Assert.Equal(oracle.Coverage[i], coreset.Coverage[members[i]]);
                    }
                    objective += oracle.Gains.Sum();
                    first += quota;
                }
                Assert.Equal(objective, coreset.Report.Objective, 1e-9 * objective);
            }
    }

    /// <summary>Few rows take a way of their own.</summary>
    [Fact]
    public void Any_number_of_rows_is_ranked_as_by_a_plain_greedy()
    {
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
            foreach (Instance rows in Instances.All.Append(new("many", Instances.Random(72, 140, 6))).Append(new("long", Instances.Random(73, 70, 70))))
            {
                Instance instance = rows.For(similarity);
                int size = Math.Min(12, instance.Weights?.Count(weight => weight > 0) ?? instance.Count);
                if (instance.Count == 0) continue;
                BitwiseGreedy oracle = BitwiseGreedy.Select(instance, similarity, size);
                using var selector = new CraigSelector(new() { Size = size, Similarity = similarity });
                Coreset coreset = selector.Select(new Points(instance.Values, instance.Dimension), instance.Weights);
                Assert.Equal(oracle.Picks, coreset.Indices.ToArray());
                Assert.Equal(oracle.Gains, coreset.Gains.ToArray());
                Assert.Equal(oracle.Weights, coreset.Weights.ToArray());
                Assert.Equal(oracle.Assignment, coreset.Assignment.ToArray());
                Assert.Equal(oracle.Coverage, coreset.Coverage.ToArray());
            }
    }

    /// <summary>Rows of few different values: most gains are those of other rows too, and the lowest row wins.</summary>
    [Fact]
    public void Ties_go_to_the_lowest_row_at_any_count()
    {
        foreach (int count in (int[])[.. Enumerable.Range(1, 40), .. Enumerable.Range(120, 11)])
        {
            float[][] rows = [.. Instances.Random(74 + count, count, 3).Select(row => row.Select(value => MathF.Round(value)).ToArray())];
            double[] weights = [.. Enumerable.Range(0, count).Select(i => i % 7 == 3 ? 0.0 : 1 + i % 2)];
            foreach (Similarity similarity in (Similarity[])[Similarity.MaxEuclidean, Similarity.MaxSquaredEuclidean, Similarity.Dot])
                foreach (double[]? some in (double[]?[])[null, weights])
                {
                    var instance = new Instance("few values", rows, some);
                    int size = some?.Count(weight => weight > 0) ?? count;
                    BitwiseGreedy oracle = BitwiseGreedy.Select(instance, similarity, size);
                    using var selector = new CraigSelector(new() { Size = size, Similarity = similarity });
                    Coreset coreset = selector.Select(new Points(instance.Values, instance.Dimension), some);
                    Assert.Equal(oracle.Picks, coreset.Indices.ToArray());
                    Assert.Equal(oracle.Gains, coreset.Gains.ToArray());
                    Assert.Equal(oracle.Weights, coreset.Weights.ToArray());
                    Assert.Equal(oracle.Assignment, coreset.Assignment.ToArray());
                }
        }
    }

    /// <summary>At least 1 - 1/e of the best value (Nemhauser, Wolsey, Fisher 1978).</summary>
    [Fact]
    public void Picks_of_a_few_rows_are_nearly_as_good_as_the_best_of_all_subsets()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            (int count, int size) = (7 + seed % 6, 1 + seed % 4);
            float[][] rows = Instances.Random(900 + seed, count, 3);
            double[][] similarities = PlainGreedy.Matrix(rows, Similarity.MaxEuclidean, 0);
            double best = Enumerable.Range(0, 1 << count).Where(set => int.PopCount(set) == size)
                .Max(set => Value([.. Enumerable.Range(0, count).Where(i => (set >> i & 1) == 1)]));
            using var selector = new CraigSelector(new() { Size = size });
            Coreset coreset = selector.Select(new Points([.. rows.SelectMany(row => row)], 3));
            double found = Value(coreset.Indices.ToArray());
            Assert.InRange(found, (1 - 1 / Math.E) * best, best);
            Assert.Equal(found, coreset.Report.Objective, 1e-12 * best);
            Assert.Equal(count, coreset.Weights.ToArray().Sum());

            double Value(int[] picks) => Enumerable.Range(0, count).Sum(i => picks.Max(v => similarities[v][i]));
        }
    }

    /// <summary>Each class by itself over neighbours, which have tests of their own; all of a class that has no more rows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(160)]
    public void Over_neighbours_every_class_is_ranked_as_by_itself(int neighbours)
    {
        foreach (int threads in (int[])[1, 3])
        {
            using var selector = new CraigSelector(new() { Size = 40, Neighbours = neighbours, Threads = threads });
            CoresetSnapshot coreset = selector.Select(new Points(s_values, Dimension), s_weights, s_labels).ToOwned();
            Assert.Equal(s_weights.Sum(), coreset.Weights.Sum(), 1e-9);
            foreach (int label in (int[])[0, 1, 2, 5])
            {
                int[] members = [.. Enumerable.Range(0, 160).Where(i => s_labels[i] == label)];
                int[] positions = [.. Enumerable.Range(0, 40).Where(at => s_labels[coreset.Indices[at]] == label)];
                CoresetSnapshot own = new Instance("class", [.. members.Select(i => s_rows[i])], [.. members.Select(i => s_weights[i])]).Select(new()
                {
                    Size = positions.Length,
                    Similarity = Similarity.MaxEuclidean,
                    Neighbours = neighbours < members.Length ? neighbours : 0,
                });
                Assert.Equal(own.Indices.Select(i => members[i]), positions.Select(at => coreset.Indices[at]));
                Assert.Equal(own.Weights, positions.Select(at => coreset.Weights[at]));
                Assert.Equal(own.Gains, positions.Select(at => coreset.Gains[at]));
                Assert.Equal(own.Coverage, members.Select(i => coreset.Coverage[i]));
            }
        }
    }

    /// <summary>
    /// Rows that stand for outer products, few and many, against a plain greedy in double; and against outer products that are written out,
    /// which the selector knows nothing of: rows of small whole numbers, so that all sums are exact.
    /// </summary>
    [Theory]
    [InlineData(30, 3, 5)]
    [InlineData(60, 10, 65)]
    [InlineData(150, 4, 9)]
    [InlineData(300, 2, 3)]
    public void Factors_stand_for_their_outer_product(int count, int first, int second)
    {
        foreach (bool isWhole in (bool[])[false, true])
            foreach (Similarity similarity in (Similarity[])[Similarity.MaxEuclidean, Similarity.MaxSquaredEuclidean])
                foreach (double[]? weights in (double[]?[])[null, [.. Enumerable.Range(0, count).Select(i => i % 6 == 2 ? 0.0 : 1 + i % 3)]])
                {
                    float[][] rows = [.. Instances.Random(75 + first, count, first + second).Select(row => isWhole ? row.Select(value => MathF.Round(value)).ToArray() : row)];
                    float[] values = [.. rows.SelectMany(row => row)];
                    using var selector = new CraigSelector(new() { Size = 20, Similarity = similarity, FirstFactor = first, Threads = 2 });
                    Coreset coreset = selector.Select(new Points(values, first + second), weights);
                    BitwiseGreedy oracle = BitwiseGreedy.Select(new("factors", rows, weights), similarity, 20, firstFactor: first);
                    Assert.Equal(oracle.Picks, coreset.Indices.ToArray());
                    Assert.Equal(oracle.Gains, coreset.Gains.ToArray());
                    Assert.Equal(oracle.Weights, coreset.Weights.ToArray());
                    Assert.Equal(oracle.Assignment, coreset.Assignment.ToArray());
                    if (!isWhole) continue;
                    float[] products = [.. rows.SelectMany(row => row[..first].SelectMany(a => row[first..].Select(h => a * h)))];
                    using var plain = new CraigSelector(new() { Size = 20, Similarity = similarity });
                    Coreset written = plain.Select(new Points(products, first * second), weights);
                    Assert.Equal(written.Indices.ToArray(), coreset.Indices.ToArray());
                    Assert.Equal(written.Weights.ToArray(), coreset.Weights.ToArray());
                }
    }

    [Fact]
    public void Factors_that_are_wrong_are_refused()
    {
        using var selector = new CraigSelector(new() { Size = 1, FirstFactor = 2 });
        void AssertRefused(string message, Func<object> call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
        AssertRefused("points: found rows of 2 values; with a first factor of 2 ", () => selector.Select(new Points([1, 2], 2)).Count);
        AssertRefused("points: found 1E+10 in row 1, column 0;", () => selector.Select(new Points([1, 2, 3, 1e10f, 1, 1], 3)).Count);
        AssertRefused("options.Similarity: found Dot; with options.FirstFactor", () => new CraigSelector(new() { Size = 1, FirstFactor = 1, Similarity = Similarity.Dot }));
        AssertRefused("options.Neighbours: found 3; with options.FirstFactor", () => new CraigSelector(new() { Size = 1, FirstFactor = 1, Neighbours = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>("options.FirstFactor", () => new CraigSelector(new() { Size = 1, FirstFactor = -1 }));
    }

    /// <summary>Down to values whose products vanish in float32, and up to the largest that are allowed.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(200)]
    public void Factors_may_be_tiny_and_huge(int count)
    {
        foreach (float scale in (float[])[1e-30f, 1e-12f, 1e5f])
            foreach (float other in (float[])[1e-20f, 1, 1e8f])
            {
                float[][] rows = [.. Instances.Random(79, count, 7).Select(row => row.Select((value, t) => value * (t < 3 ? scale : other)).ToArray())];
                using var selector = new CraigSelector(new() { Size = 12, FirstFactor = 3 });
                Coreset coreset = selector.Select(new Points([.. rows.SelectMany(row => row)], 7));
                BitwiseGreedy oracle = BitwiseGreedy.Select(new("factors", rows), Similarity.MaxEuclidean, 12, firstFactor: 3);
                Assert.Equal(oracle.Picks, coreset.Indices.ToArray());
                Assert.Equal(oracle.Gains, coreset.Gains.ToArray());
                Assert.Equal(oracle.Coverage, coreset.Coverage.ToArray());
            }
    }

    [Fact]
    public void Picks_are_shared_out_by_the_balance()
    {
        int[] Quotas(CraigOptions options)
        {
            using var selector = new CraigSelector(options);
            int[] rows = selector.Select(new Points(s_values, Dimension), default, s_labels).Indices.ToArray();
            return [.. ((int[])[0, 1, 2, 5]).Select(label => rows.Count(row => s_labels[row] == label))];
        }
        Assert.Equal([8, 8, 8, 8], Quotas(new() { Size = 32, Balance = ClassBalance.Equal }));
        Assert.Equal([10, 10, 10, 3], Quotas(new() { Size = 33 })); // 49, 48, 48 and 15 rows
        Assert.Equal([8, 8, 8, 6], Quotas(new() { Size = 30, MinPerClass = 6 }));
    }

    /// <summary>The bound that CRAIG is about: what the distances to the nearest pick add up to bounds the error of the sum of the rows.</summary>
    [Fact]
    public void Weighted_picks_add_up_to_nearly_the_sum_of_all_rows()
    {
        using var selector = new CraigSelector(new() { Size = 50 });
        Coreset coreset = selector.Select(new Points(s_values, Dimension), default, s_labels);
        double squaredError = 0;
        for (int t = 0; t < Dimension; t++)
        {
            double error = s_rows.Sum(row => (double)row[t]);
            foreach (Pick pick in coreset) error -= pick.Weight * s_rows[pick.Index][t];
            squaredError += error * error;
        }
        int[] picks = coreset.Indices.ToArray();
        double bound = Enumerable.Range(0, 160).Sum(i => picks.Where(j => s_labels[j] == s_labels[i]).Min(j => Math.Sqrt(
            s_rows[i].Zip(s_rows[j], (a, b) => ((double)a - b) * ((double)a - b)).Sum())));
        Assert.InRange(Math.Sqrt(squaredError), 0, bound);
    }

    [Fact]
    public void Rows_without_labels_are_one_class()
    {
        using var selector = new CraigSelector(new() { Size = 20 });
        CoresetSnapshot none = selector.Select(new Points(s_values, Dimension), s_weights).ToOwned();
        CoresetSnapshot one = selector.Select(new Points(s_values, Dimension), s_weights, new int[160]).ToOwned();
        CoresetSnapshot plain = new Instance("rows", s_rows, s_weights).Select(new() { Size = 20, Similarity = Similarity.MaxEuclidean });
        foreach (CoresetSnapshot found in (CoresetSnapshot[])[none, one])
        {
            Assert.Equal(plain.Indices, found.Indices);
            Assert.Equal(plain.Weights, found.Weights);
            Assert.Equal(plain.Gains, found.Gains);
            Assert.Equal(plain.Assignment, found.Assignment);
            Assert.Equal(plain.Coverage, found.Coverage);
        }
    }

    [Fact]
    public void A_class_without_mass_has_no_picks()
    {
        double[] weights = [.. s_labels.Select(label => label == 1 ? 0.0 : 1)];
        using var selector = new CraigSelector(new() { Size = 20 });
        Coreset coreset = selector.Select(new Points(s_values, Dimension), weights, s_labels);
        Assert.DoesNotContain(1, coreset.Indices.ToArray().Select(row => s_labels[row]));
        Assert.Equal(weights.Sum(), coreset.Report.TotalWeight, 1e-9);
        Assert.All(Enumerable.Range(0, 160).Where(row => s_labels[row] == 1), row => Assert.Equal(-1, selector.Select(new Points(s_values, Dimension), weights, s_labels).Assignment[row]));
    }

    [Fact]
    public void What_is_wrong_is_refused()
    {
        using var selector = new CraigSelector(new() { Size = 30, MinPerClass = 20 });
        void AssertRefused(string message, Func<object> call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
        AssertRefused("labels: found none;", () => selector.Select(new Points(s_values, Dimension), default, []).Count);
        AssertRefused("labels: found 2 labels for 160 rows;", () => selector.Select(new Points(s_values, Dimension), default, [1, 2]).Count);
        AssertRefused("options.Size: found 30; the classes there are take at least ", () => selector.Select(new Points(s_values, Dimension), default, s_labels).Count);
        AssertRefused("points: found 2 rows of positive weight; options.Size asks for 30", () => selector.Select(new Points([1, 2], 1)).Count);
        AssertRefused("options.Balance: found None;", () => new CraigSelector(new() { Size = 1, Balance = ClassBalance.None }));
        Assert.Throws<ArgumentOutOfRangeException>("options.Size", () => new CraigSelector(new() { Size = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("options.Neighbours", () => new CraigSelector(new() { Size = 1, Neighbours = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("options.MinPerClass", () => new CraigSelector(new() { Size = 1, MinPerClass = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("options.Similarity", () => new CraigSelector(new() { Size = 1, Similarity = (Similarity)99 }));
        selector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => selector.Select(new Points(s_values, Dimension)).Count);
    }
}
