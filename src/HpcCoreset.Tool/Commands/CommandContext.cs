using System.IO;
using System.Threading;

namespace HpcCoreset.Tool.Commands;

/// <summary>Where a command runs.</summary>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">The progress bar.</param>
/// <param name="Interactive">Whether a person looks at <paramref name="Error"/>.</param>
/// <param name="Cancellation">Ends the run.</param>
internal sealed record CommandContext(TextWriter Out, TextWriter Error, bool Interactive, CancellationToken Cancellation);
