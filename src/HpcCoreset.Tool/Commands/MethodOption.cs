using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>An option of <c>select</c> and the methods that take it: with any other it is refused, rather than ignored.</summary>
/// <param name="Option">The option.</param>
/// <param name="Methods">The methods.</param>
internal sealed record MethodOption(Option Option, params IReadOnlyList<SelectionMethod> Methods)
{
    /// <summary>Adds the option to a command; its help names the methods.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        Option.Description = $"{Option.Description} [{string.Join(", ", Methods.Select(Vocabulary.Methods.Word))}]";
        command.Add(Option);
    }

    /// <summary>Refuses the option if it is given with another method.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="InvalidInputException">It is.</exception>
    public void Check(ParseResult parsed, SelectionMethod method)
    {
        if (parsed.GetResult(Option) is not { Implicit: false } || Methods.Contains(method)) return;
        string allowed = Vocabulary.List(Methods.Select(Vocabulary.Methods.Word));
        throw new InvalidInputException($"{Option.Name}: allowed with --method {allowed}, found {Vocabulary.Methods.Word(method)}");
    }
}
