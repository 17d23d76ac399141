using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Training;

namespace HpcCoreset.Tool.Commands;

/// <summary>Finds what is wrong with the arguments, if anything, and says it in one line.</summary>
internal static class ArgumentFault
{
    /// <summary>The first fault.</summary>
    /// <param name="parsed">The arguments, as the parser understood them.</param>
    /// <param name="args">The arguments, as they were given.</param>
    public static string? Find(ParseResult parsed, IReadOnlyList<string> args)
    {
        Command command = parsed.CommandResult.Command;
        if (command is RootCommand)
        {
            List<string> commands = [.. command.Subcommands.Select(known => known.Name)];
            if (args.Count == 0) return $"a command is required, allowed are {string.Join(", ", commands)}";
            if (!args[0].StartsWith('-') && !commands.Contains(args[0]))
                return $"found the command '{args[0]}', allowed are {string.Join(", ", commands)}{NearestName.Hint(args[0], commands)}";
        }
        if (UnknownOption(command, args) is { } unknown) return unknown;
        if (parsed.Errors.Count == 0) return null;
        // The parser's own message does not say which argument.
        return command.Arguments.FirstOrDefault(argument => parsed.GetResult(argument) is not { Tokens.Count: > 0 }) is { } missing
            ? $"{missing.Name}: required by {command.Name}, allowed are {Allowed(command)} ({command.Name} --help tells more)"
            : OptionFault(command, parsed) ?? parsed.Errors[0].Message;
    }

    /// <summary>An option that has to be there and is not, or stands there without its value: what it is for says what it may be.</summary>
    private static string? OptionFault(Command command, ParseResult parsed)
    {
        foreach (Option option in command.Options)
        {
            string what = option.Description is { } text ? $": {text}" : "";
            switch (parsed.GetResult(option))
            {
                case null or { Implicit: true } when option.Required: return $"{option.Name}: required by {command.Name}{what}";
                case { Implicit: false, Tokens.Count: 0 } when option.Arity.MinimumNumberOfValues > 0: return $"{option.Name}: found no value, one is required{what}";
            }
        }
        return null;
    }

    private static string Allowed(Command command) => command switch
    {
        TrainCommand => ExampleLoader.Allowed,
        CompletionCommand => CompletionCommand.Allowed,
        _ => InputFormats.Allowed,
    };

    /// <summary>The parser would take an unknown option for the input, so it is looked for first.</summary>
    private static string? UnknownOption(Command command, IReadOnlyList<string> args)
    {
        List<Option> options = [.. command.Options, .. command.Parents.OfType<Command>().SelectMany(parent => parent.Options)];
        HashSet<string> known = [.. options.SelectMany(option => option.Aliases.Append(option.Name))];
        foreach (string arg in args)
        {
            if (arg.Length < 2 || arg[0] != '-' || char.IsAsciiDigit(arg[1]) || arg[1] == '.') continue;
            string name = arg.Split('=', ':')[0];
            if (known.Contains(name)) continue;
            // The root's own name is that of the process, which may be dotnet.
            string owner = command is RootCommand ? "hpc-coreset" : command.Name;
            string hint = NearestName.Hint(name, [.. command.Options.Select(option => option.Name)]);
            return $"{name}: no option of {owner}{hint} (--help lists them)";
        }
        return null;
    }
}
