using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The option that has many processes select together.</summary>
internal sealed class MpiOption
{
    /// <summary>Its name.</summary>
    public const string Name = "--mpi";

    private static readonly IReadOnlyList<SelectionMethod> s_methods =
        [SelectionMethod.Sensitivity, SelectionMethod.Lightweight, SelectionMethod.Uniform, SelectionMethod.FacilityLocation];

    private readonly Option<bool> _mpi = new(Name)
    {
        Description = "this is one of the processes that mpirun started, which select together: {rank} in INPUT and --weights stands for its number, "
            + $"from 0; of an INPUT without it each takes a part of the rows [{string.Join(", ", s_methods.Select(Vocabulary.Methods.Word))}]",
    };

    /// <summary>Adds it to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => command.Add(_mpi);

    /// <summary>Whether it was given.</summary>
    /// <param name="parsed">The arguments.</param>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_mpi);

    /// <summary>Refuses what processes do not do together, if they are to.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <param name="refused">Options that need all rows in one place.</param>
    /// <param name="method">The method.</param>
    /// <param name="searches">Whether the size is to be found.</param>
    /// <exception cref="InvalidInputException">That was asked for.</exception>
    public void Check(ParseResult parsed, InputRequest input, IEnumerable<Option> refused, SelectionMethod method, bool searches)
    {
        if (!IsGiven(parsed)) return;
        if (!s_methods.Contains(method))
            throw new InvalidInputException($"{Name}: found --method {Vocabulary.Methods.Word(method)}, allowed are {Vocabulary.List(s_methods.Select(Vocabulary.Methods.Word))}");
        string? found = refused.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name
            ?? (searches ? "--epsilon" : input.Standardize ? "--standardize" : input.Normalize ? "--normalize" : input.LabelsFile is not null ? "--labels" : null);
        if (found is not null) throw new InvalidInputException($"{found}: not with {Name}");
        if (input.Source == StandardInput.Name) throw new InvalidInputException($"{Name}: found standard input, allowed are files");
    }
}
