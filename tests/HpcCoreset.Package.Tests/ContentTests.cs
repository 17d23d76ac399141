using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using Xunit;

namespace HpcCoreset.Package.Tests;

/// <summary>What is in the packages.</summary>
[Collection(Workplace.Shared)]
public class ContentTests(Workplace workplace)
{
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly Dictionary<string, string[]> s_files = new()
    {
        ["HpcCoreset"] =
        [
            "README.md", "analyzers/dotnet/cs/HpcCoreset.Generators.dll", "buildTransitive/HpcCoreset.targets", "icon.png", "lib/net10.0/HpcCoreset.dll",
            "lib/net10.0/HpcCoreset.xml",
        ],
        ["HpcCoreset.Training"] = ["README.md", "icon.png", "lib/net10.0/HpcCoreset.Training.dll", "lib/net10.0/HpcCoreset.Training.xml"],
        ["HpcCoreset.Extensions.AI"] = ["README.md", "icon.png", "lib/net10.0/HpcCoreset.Extensions.AI.dll", "lib/net10.0/HpcCoreset.Extensions.AI.xml"],
        ["HpcCoreset.Mpi"] = ["README.md", "icon.png", "lib/net10.0/HpcCoreset.Mpi.dll", "lib/net10.0/HpcCoreset.Mpi.xml"],
        ["hpc-coreset"] =
        [
            "README.md", "icon.png", .. ((string[])[
                "CsvHelper.dll", "DotnetToolSettings.xml", "HpcCoreset.Mpi.dll", "HpcCoreset.Mpi.pdb", "HpcCoreset.Training.dll", "HpcCoreset.Training.pdb", "HpcCoreset.dll", "HpcCoreset.pdb",
                "Spectre.Console.dll", "System.CommandLine.dll", "System.Numerics.Tensors.dll", "hpc-coreset.deps.json", "hpc-coreset.dll", "hpc-coreset.pdb",
                "hpc-coreset.runtimeconfig.json"]).Select(name => $"tools/net10.0/any/{name}"),
        ],
    };

    public static TheoryData<string> Packages => [.. s_files.Keys];

    public static TheoryData<string> Libraries => [.. s_files.Keys.Where(id => id != "hpc-coreset")];

    [Fact]
    public void These_and_their_symbols_are_all_packages() => Assert.Equal(
        s_files.Keys.SelectMany(id => (string[])[$"{id}.{Workplace.Version}.nupkg", $"{id}.{Workplace.Version}.snupkg"]).Order(StringComparer.Ordinal),
        Directory.GetFiles(workplace.Feed).Select(Path.GetFileName).Where(name => !name!.StartsWith("Library.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_nothing_else(string id)
    {
        using ZipArchive package = Open(id);
        Assert.Equal(s_files[id], Files(package).Keys);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_says_what_it_is(string id)
    {
        using ZipArchive package = Open(id);
        XElement metadata = Manifest(package, id);
        string? Value(string name) => metadata.Element(metadata.Name.Namespace + name)?.Value;
        Assert.Equal((id, Workplace.Version, "MIT", "README.md", "icon.png"), (Value("id"), Value("version"), Value("license"), Value("readme"), Value("icon")));
        Assert.All((string[])["authors", "description", "tags"], name => Assert.False(string.IsNullOrWhiteSpace(Value(name)) || Value(name) == "Package Description"));
        Assert.Equal("expression", metadata.Element(metadata.Name.Namespace + "license")!.Attribute("type")!.Value);
        byte[] icon = Files(package)["icon.png"];
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(icon.AsSpan(0, 8)));
        Assert.InRange(icon.Length, 100, 1 << 20);
    }

    /// <summary>A feed shows it without the repository around it.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Its_page_is_its_own_and_links_to_nothing_beside_it(string id)
    {
        using ZipArchive package = Open(id);
        string page = Encoding.UTF8.GetString(Files(package)["README.md"]);
        Assert.StartsWith($"# {id}\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\]\((?!https://)|\]: (?!https://)|<img|<a ", page);
        Assert.Contains($"\n{(id == "hpc-coreset" ? "dotnet tool install --global" : "dotnet add package")} {id}\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    /// <summary>They call each other's internals.</summary>
    [Theory]
    [InlineData("HpcCoreset", "System.Numerics.Tensors")]
    [InlineData("HpcCoreset.Training", "CsvHelper, HpcCoreset, System.Numerics.Tensors")]
    [InlineData("HpcCoreset.Extensions.AI", "HpcCoreset, Microsoft.Extensions.AI.Abstractions, System.Numerics.Tensors")]
    [InlineData("HpcCoreset.Mpi", "HpcCoreset, System.Numerics.Tensors")]
    public void Our_packages_go_together_in_one_version_only(string id, string dependencies)
    {
        using ZipArchive package = Open(id);
        XElement[] all = [.. Manifest(package, id).Descendants().Where(element => element.Name.LocalName == "dependency").OrderBy(element => element.Attribute("id")!.Value)];
        Assert.Equal(dependencies, string.Join(", ", all.Select(one => one.Attribute("id")!.Value)));
        Assert.All(all, one => Assert.Equal(
            one.Attribute("id")!.Value.StartsWith("HpcCoreset", StringComparison.Ordinal),
            one.Attribute("version")!.Value == $"[{Workplace.Version}]"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Trimmers_and_compilers_ahead_of_time_are_told_that_they_may(string id)
    {
        using ZipArchive package = Open(id);
        using PEReader library = Library(package, id);
        MetadataReader reader = library.GetMetadataReader();
        Dictionary<string, string?> metadata = reader.CustomAttributes
            .Select(handle => reader.GetCustomAttribute(handle))
            .Where(attribute => IsAssemblyMetadata(reader, attribute))
            .Select(attribute => reader.GetBlobReader(attribute.Value))
            .Select(blob => (blob.ReadUInt16(), Key: blob.ReadSerializedString()!, Value: blob.ReadSerializedString()))
            .ToDictionary(one => one.Key, one => one.Value);
        Assert.Equal("True", metadata["IsTrimmable"]);
        Assert.Equal("True", metadata["IsAotCompatible"]);
    }

    /// <summary>The same sources give the same bytes; and the symbols are those of this library and hold its sources.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_is_deterministic_and_its_symbols_show_the_source(string id)
    {
        using ZipArchive package = Open(id), symbols = Open(id, "snupkg");
        using PEReader library = Library(package, id);
        ImmutableArray<DebugDirectoryEntry> entries = library.ReadDebugDirectory();
        Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);

        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbImage([.. Files(symbols)[$"lib/net10.0/{id}.pdb"]]);
        MetadataReader reader = provider.GetMetadataReader();
        DebugDirectoryEntry codeView = entries.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        Assert.Equal(library.ReadCodeViewDebugDirectoryData(codeView).Guid, new BlobContentId(reader.DebugMetadataHeader!.Id).Guid);
        Assert.NotEmpty(reader.Documents);
        Assert.All(reader.Documents, document => Assert.Contains(
            reader.GetCustomDebugInformation(document), handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind) == s_embeddedSource));
    }

    [Fact]
    public void Packing_again_gives_the_same_files()
    {
        string folder = workplace.Folder("again");
        workplace.Pack("src/HpcCoreset.Extensions.AI", folder);
        using ZipArchive first = Open("HpcCoreset.Extensions.AI"), second = ZipFile.OpenRead(Path.Combine(folder, $"HpcCoreset.Extensions.AI.{Workplace.Version}.nupkg"));
        Assert.Equal(Files(first), Files(second));
    }

    private ZipArchive Open(string id, string kind = "nupkg") => ZipFile.OpenRead(Path.Combine(workplace.Feed, $"{id}.{Workplace.Version}.{kind}"));

    /// <summary>What a package holds, without what the container adds.</summary>
    private static SortedDictionary<string, byte[]> Files(ZipArchive package)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in package.Entries)
        {
            if (entry.FullName is "[Content_Types].xml" or "_rels/.rels" || entry.FullName.StartsWith("package/", StringComparison.Ordinal)) continue;
            if (entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)) continue;
            using Stream stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            files.Add(entry.FullName, bytes.ToArray());
        }
        return files;
    }

    private static XElement Manifest(ZipArchive package, string id)
    {
        using Stream stream = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }

    private static PEReader Library(ZipArchive package, string id) => new([.. Files(package)[$"lib/net10.0/{id}.dll"]]);

    private static bool IsAssemblyMetadata(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Parent.Kind == HandleKind.AssemblyDefinition
        && attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
        && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name) == "AssemblyMetadataAttribute";
}
