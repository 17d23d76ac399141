using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary>The option that has many processes work together.</summary>
/// <param name="work">What they do.</param>
/// <param name="files">Options beside INPUT and --weights that name a file of each, if any.</param>
/// <param name="methods">The methods that they know, if not all.</param>
internal sealed class MpiOption(string work, string files = "", string methods = "")
{
    /// <summary>Its name.</summary>
    public const string Name = "--mpi";

    private static readonly IReadOnlyList<SelectionMethod> s_methods =
        [SelectionMethod.Sensitivity, SelectionMethod.Lightweight, SelectionMethod.Uniform, SelectionMethod.FacilityLocation];

    private readonly Option<bool> _mpi = new(Name)
    {
        Description = $"this is one of the processes that mpirun started, which {work}: {{rank}} in INPUT{files} and --weights stands for its number, "
            + $"from 0; of an INPUT without it each takes a part of the rows{methods}",
    };

    /// <summary>The option of processes that select.</summary>
    public static MpiOption ToSelect() => new("select together", methods: $" [{string.Join(", ", s_methods.Select(Vocabulary.Methods.Word))}]");

    /// <summary>Adds it to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => command.Add(_mpi);

    /// <summary>Whether it was given.</summary>
    /// <param name="parsed">The arguments.</param>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_mpi);

    /// <summary>Refuses what processes do not do together, if they are to select.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <param name="refused">Options that need all rows in one place.</param>
    /// <param name="method">The method.</param>
    /// <param name="searches">Whether the size is to be found.</param>
    /// <exception cref="InvalidInputException">That was asked for.</exception>
    public void Check(ParseResult parsed, InputRequest input, IEnumerable<Option> refused, SelectionMethod method, bool searches)
    {
        if (IsGiven(parsed) && !s_methods.Contains(method))
            throw new InvalidInputException($"{Name}: found --method {Vocabulary.Methods.Word(method)}, allowed are {Vocabulary.List(s_methods.Select(Vocabulary.Methods.Word))}");
        if (IsGiven(parsed) && searches) throw NotWith("--epsilon");
        Check(parsed, input, refused);
    }

    /// <summary>Refuses what processes do not do together, if they are to.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="input">What the user asked for about the input.</param>
    /// <param name="refused">Options that need all rows in one place.</param>
    /// <exception cref="InvalidInputException">That was asked for.</exception>
    public void Check(ParseResult parsed, InputRequest input, IEnumerable<Option> refused)
    {
        if (!IsGiven(parsed)) return;
        if (refused.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } found) throw NotWith(found.Name);
        if (input.LabelsFile is not null) throw NotWith("--labels");
        if (input.Source == StandardInput.Name) throw new InvalidInputException($"{Name}: found standard input, allowed are files");
    }

    private static InvalidInputException NotWith(string option) => new($"{option}: not with {Name}");
}
