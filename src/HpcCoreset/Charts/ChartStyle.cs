using System;
using System.Linq;

namespace HpcCoreset.Charts;

/// <summary>The colours of charts, light and dark; on paper they are light.</summary>
internal static class ChartStyle
{
    private const string LightPaper = "#ffffff", DarkPaper = "#15181c";

    // At least 3 : 1 against their backgrounds; lines differ in their dashes as well.
    private static readonly (string Light, string Dark)[] s_colours =
    [
        ("#0066b3", "#5cb8f5"), ("#c24400", "#ff9a57"), ("#007a56", "#3ecf9f"), ("#8a3a9e", "#d69be8"), ("#7d5f00", "#e6c34a"), ("#555555", "#bdbdbd"),
    ];

    private static readonly string[] s_dashes = ["none", "7 3", "2 4", "9 3 2 3"];

    /// <summary>The rules of all charts.</summary>
    public static string Rules { get; } =
        ".chart text{font:12px system-ui,sans-serif}.chart .title{font-size:15px;font-weight:600}"
        + ".chart path{fill:none}.chart .line{stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
        + ".chart .error{stroke-width:1;stroke-dasharray:none}"
        + ".chart circle{stroke:none}.chart .line .band{fill:inherit;fill-opacity:.2;stroke:none}"
        // What is transparent around a small circle is easier to point at.
        + ".chart .mark{stroke:transparent;stroke-width:6;stroke-dasharray:none}.chart .circles .mark{stroke:inherit;stroke-width:1;fill-opacity:.5}"
        + ".chart .faint .mark{fill-opacity:.4}.chart .bar{fill:inherit;fill-opacity:.5;stroke:inherit;stroke-width:1}"
        + string.Concat(s_dashes.Select((dash, i) => FormattableString.Invariant($".chart .dash-{i}{{stroke-dasharray:{dash}}}")))
        + Scheme(pair => pair.Light, LightPaper, "#222222", "#dddddd")
        + $"@media screen and (prefers-color-scheme:dark){{{Scheme(pair => pair.Dark, DarkPaper, "#e4e4e4", "#3a3f45")}}}";

    /// <summary>The rules of charts with words, an edge of the paper's colour around each to part it from what is behind it.</summary>
    public const string WordRules =
        ".chart .words text{font-size:15px;font-weight:700;stroke:" + LightPaper + ";stroke-width:4;paint-order:stroke;stroke-linejoin:round;stroke-opacity:.85}"
        + "@media screen and (prefers-color-scheme:dark){.chart .words text{stroke:" + DarkPaper + "}}";

    /// <summary>The class of a series.</summary>
    /// <param name="number">Its number in its chart.</param>
    /// <param name="mark">What stands for its points.</param>
    public static string ClassOf(int number, ChartMark mark)
    {
        string kind = mark switch
        {
            ChartMark.Circles => "circles",
            ChartMark.FaintCircles => "faint",
            ChartMark.Bars => "bars",
            ChartMark.Words => "words",
            _ => FormattableString.Invariant($"line dash-{number % s_dashes.Length}"),
        };
        return FormattableString.Invariant($"{kind} colour-{(mark == ChartMark.FaintCircles ? s_colours.Length - 1 : number % (s_colours.Length - 1))}");
    }

    private static string Scheme(Func<(string Light, string Dark), string> colour, string paper, string ink, string grid) => string.Concat(
        [$".chart .paper{{fill:{paper}}}.chart text{{fill:{ink}}}.chart .axis{{stroke:{ink}}}.chart .grid{{stroke:{grid}}}",
            .. s_colours.Select((pair, i) => FormattableString.Invariant($".chart .colour-{i}{{stroke:{colour(pair)};fill:{colour(pair)}}}"))]);
}
