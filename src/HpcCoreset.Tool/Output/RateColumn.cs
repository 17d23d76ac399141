using System;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HpcCoreset.Tool.Output;

/// <summary>The part of a progress bar that shows how many per second.</summary>
/// <param name="unit">What is counted.</param>
internal sealed class RateColumn(string unit) : ProgressColumn
{
    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:N0} {unit}/s") : "");
}
