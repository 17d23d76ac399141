using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace HpcCoreset.Docs.Tests;

/// <summary>Whatever selects rows has a page, and a page says all that one has to know to choose.</summary>
public class SelectorPagesTests
{
    private static readonly string[] s_rows = ["formula", "guarantee", "cost", "take it when", "not when", "at a terminal"];

    private static IEnumerable<string> Pages => Directory.GetFiles(Repository.PathOf("docs/selectors"), "*.md").Where(path => Path.GetFileName(path) != "README.md");

    [Fact]
    public void A_page_has_formula_guarantee_cost_use_and_an_example_and_is_in_the_index()
    {
        string index = Repository.Read(Repository.PathOf("docs/selectors/README.md"));
        Assert.NotEmpty(Pages);
        Assert.All(Pages, path =>
        {
            string page = Repository.Read(path), name = Path.GetFileNameWithoutExtension(path);
            Assert.All(s_rows, row => Assert.Contains($"\n| {row} | ", page));
            Assert.Equal([$"select-{name}", $"select-{name}-output"], Block.Of(page).Select(block => block.Name));
            Assert.Contains($"]({name}.md)", index);
        });
    }

    [Fact]
    public void Every_selector_objective_and_method_is_in_the_example_of_a_page()
    {
        string examples = string.Concat(Pages.SelectMany(path => Block.Of(Repository.Read(path))).Select(block => block.Text));
        IEnumerable<Type> types = typeof(Points).Assembly.GetExportedTypes().Where(type => !type.IsGenericType && !type.IsAbstract && IsOfSelection(type));
        string[] names =
        [
            .. types.Select(type => type.Name),
            .. Enum.GetNames<ClusteringCoresetMethod>().Where(method => method != nameof(ClusteringCoresetMethod.Sensitivity)).Select(method => $"{nameof(ClusteringCoresetMethod)}.{method}"),
        ];
        Assert.True(names.Length > 20);
        Assert.All(names, name => Assert.Contains(name, examples));
    }

    private static bool IsOfSelection(Type type) => type.IsSubclassOf(typeof(Objective))
        || typeof(IDisposable).IsAssignableFrom(type) && type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Any(method => method.Name == "Select");
}
