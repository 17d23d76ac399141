using System.Linq;
using System.Threading;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Loads an input as the commands do.</summary>
internal static class Loading
{
    public static InputData Load(
        string source, string? labelColumn = null, string? weightColumn = null, string? columns = null, string? weights = null,
        string? labels = null, bool standardize = false, bool normalize = false) => InputLoader.Load(
            new InputRequest(source, new DelimitedLayout(labelColumn, weightColumn, columns), weights, labels, standardize, normalize),
            CancellationToken.None);

    /// <summary>Loads an input and compares its rows.</summary>
    public static void HasRows(string source, params float[][] expected)
    {
        using InputData data = Load(source);
        HasRows(data, expected);
    }

    public static void HasRows(InputData data, params float[][] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, data.Rows.Count).Select(row => data.Rows[row].ToArray()));

    /// <summary>Asks the command to select from an input that it must refuse.</summary>
    public static void IsRefused(string message, string source, params string[] options) =>
        ToolRun.Of(["select", source, "--size", "1", "--method", "facility-location", .. options]).IsRefused(message);
}
