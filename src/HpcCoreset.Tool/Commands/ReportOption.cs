using System.CommandLine;
using HpcCoreset.Files;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Report;

namespace HpcCoreset.Tool.Commands;

/// <summary>The option of a page with pictures of what a command has done.</summary>
internal sealed class ReportOption
{
    private const string Name = "--report", Extension = ".html";
    private readonly Option<string?> _report;

    /// <summary>Defines the option.</summary>
    /// <param name="shows">What the page shows.</param>
    public ReportOption(string shows) => _report = TypedOptions.File(Name, $"a page with {shows}, as one .html file that needs no network");

    /// <summary>The option itself.</summary>
    public Option Option => _report;

    /// <summary>Adds it to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => command.Add(_report);

    /// <summary>Where the page goes, or nothing.</summary>
    /// <param name="parsed">The arguments.</param>
    public string? Path(ParseResult parsed) => parsed.GetValue(_report);

    /// <summary>Refuses a path that cannot work before there is anything to show.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="paths">The other files of the command.</param>
    /// <exception cref="InvalidInputException">Nothing can be written there.</exception>
    public void Check(ParseResult parsed, OutputPaths paths) => paths.Check(Name, Path(parsed), Extension);

    /// <summary>Writes the page, if one is asked for.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="files">Where the file is kept until it is complete.</param>
    /// <param name="page">The page; nothing if none is asked for.</param>
    public void Write(ParseResult parsed, OutputFiles files, ReportPage? page)
    {
        if (page is not null) files.Write(Path(parsed)!, page.Write);
    }
}
