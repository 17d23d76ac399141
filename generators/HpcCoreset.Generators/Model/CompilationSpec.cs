using Microsoft.CodeAnalysis.CSharp;

namespace HpcCoreset.Generators.Model;

/// <summary>The options of the consumer's compilation that emitted code must live with.</summary>
/// <param name="LanguageVersion">The language version, resolved to a number.</param>
/// <param name="CheckedArithmetic">Whether arithmetic is checked unless it says otherwise.</param>
/// <param name="NullableEnabled">Whether the project enables nullable annotations or warnings.</param>
internal sealed record CompilationSpec(LanguageVersion LanguageVersion, bool CheckedArithmetic, bool NullableEnabled);
