namespace HpcCoreset.Generators.Model;

/// <summary>A type around a kernel, as much of it as opens another part of it.</summary>
/// <param name="Keyword">What stands between <c>partial</c> and the name, such as <c>class</c> or <c>record struct</c>.</param>
/// <param name="Name">The name as C# source.</param>
internal sealed record ContainingType(string Keyword, string Name);
