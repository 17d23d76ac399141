using System;
using System.Linq;
using HpcCoreset.Benchmarks.Fuzzing;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Benchmarks.Tests.Fuzzing;

public sealed class FuzzTests : IDisposable
{
    private const ulong Seed = 20;
    private const ulong Mutations = 40;

    private readonly Scratch _scratch = new();

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Valid_files_are_read_and_damaged_ones_read_or_refused(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(target => target.Name == name);
        var cases = new FuzzCase([target], _scratch.Directory, Seed);
        FuzzResult[] valid = [.. target.Seeds.Select(file => cases.Run(target, target.Wrap?.Invoke(file) ?? file))];
        Assert.All(valid, result => Assert.True(result.Outcome != FuzzOutcome.Fault, result.Message));
        Assert.True(!target.ReadsSeeds || valid.Any(result => result.Outcome == FuzzOutcome.Read), valid[0].Message); // some are for other readers of the format
        for (ulong number = 0; number < Mutations; number++)
        {
            FuzzResult result = cases.Run(target, FuzzCase.Make(target, new Mutator(Seed, number)));
            Assert.True(result.Outcome != FuzzOutcome.Fault, $"{number}: {result.Message}");
        }
    }

    [Fact]
    public void A_number_makes_the_same_case_again()
    {
        FuzzCase once = new(FuzzTargets.All, "", Seed), again = new(FuzzTargets.All, "", Seed);
        for (ulong number = 0; number < 100; number++)
        {
            (int target, byte[] file) = once.Make(number);
            (int sameTarget, byte[] sameFile) = again.Make(number);
            Assert.Equal(target, sameTarget);
            Assert.Equal(file, sameFile);
        }
    }

    [Theory]
    [InlineData("reads what it should not", "found what does not hold together")]
    [InlineData("throws", "FormatException")]
    [InlineData("names nothing", "what is wrong?")]
    [InlineData("reserves", "bytes reserved")]
    [InlineData("leaves", "was left")]
    public void A_parser_that_does_wrong_is_found(string what, string message)
    {
        var target = new FuzzTarget(what, "x.bin", [[1]], null, (path, _) =>
        {
            switch (what)
            {
                case "reads what it should not":
                    throw new FuzzFaultException("found what does not hold together");
                case "throws":
                    throw new FormatException();
                case "names nothing":
                    throw new DataFileException("what is wrong?");
                case "reserves":
                    using (new PointStore(1 << 20, 1)) return;
                default:
                    System.IO.File.WriteAllText(path + ".1-0.partial", "");
                    break;
            }
        });

        FuzzResult result = new FuzzCase([target], _scratch.Directory, Seed).Run(target, [1]);

        Assert.Equal(FuzzOutcome.Fault, result.Outcome);
        Assert.Contains(message, result.Message);
    }

    public void Dispose() => _scratch.Dispose();
}
