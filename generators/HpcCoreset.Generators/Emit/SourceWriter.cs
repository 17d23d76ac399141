using System;
using System.Text;
using HpcCoreset.Generators.Model;

namespace HpcCoreset.Generators.Emit;

/// <summary>Text with indentation and "\n" line ends, whatever machine the compiler runs on.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Appends one line at the current depth; an empty one has no blanks.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
    }

    /// <summary>Appends a header, if any, and an opening brace; disposing the result closes it.</summary>
    public Closing Block(string header = "", string close = "}")
    {
        if (header.Length > 0) Line(header);
        Line("{");
        _depth++;
        return new Closing(this, close);
    }

    /// <summary>Opens a method whose arithmetic must not be checked, whatever the consumer's project says: a check per index would halve it.</summary>
    public Closing Method(KernelSpec kernel, string header) =>
        Block(kernel.Compilation.CheckedArithmetic ? header + " { unchecked" : header, kernel.Compilation.CheckedArithmetic ? "} }" : "}");

    public override string ToString() => _text.ToString();

    public readonly struct Closing(SourceWriter writer, string close) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line(close);
        }
    }
}
