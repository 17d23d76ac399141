using System;
using System.IO;
using System.Reflection;
using HpcCoreset.Extensions.AI;
using HpcCoreset.Mpi;
using HpcCoreset.Tool;
using HpcCoreset.Training;
using Xunit;

namespace HpcCoreset.Docs.Tests.Api;

/// <summary>What users of each package can name is in a file, so that no change of it goes unseen. <c>UPDATE_SNAPSHOTS=1</c> rewrites the files.</summary>
public class PublicApiTests
{
    public static TheoryData<string> Assemblies => ["HpcCoreset", "HpcCoreset.Training", "HpcCoreset.Extensions.AI", "HpcCoreset.Mpi"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Nothing_was_added_changed_or_removed(string name)
    {
        string file = Repository.PathOf($"tests/HpcCoreset.Docs.Tests/Api/{name}.txt");
        string found = PublicApi.Of(Assembly.Load(name));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(file, found);
        Assert.Equal(Repository.Read(file), found);
    }

    [Fact]
    public void The_command_is_no_library() => Assert.Equal("", PublicApi.Of(typeof(CommandLine).Assembly));

    [Fact]
    public void Every_assembly_with_an_api_is_looked_at() =>
        Assert.Equal(Assemblies, [Name(typeof(Points)), Name(typeof(TrainableModel)), Name(typeof(EmbeddingSelection)), Name(typeof(Communicator))]);

    private static string Name(Type type) => type.Assembly.GetName().Name!;
}
