using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace HpcCoreset.Tool.Commands;

/// <summary>
/// <c>completion</c>: a script that lets a shell complete the command's words. It asks the command itself, by the directive
/// <c>[suggest:POSITION]</c>; where nothing fits, the shell goes on with file names.
/// </summary>
internal sealed class CompletionCommand : Command
{
    private static readonly IReadOnlyDictionary<string, string> s_scripts = new Dictionary<string, string>
    {
        ["bash"] =
            """
            _hpc_coreset() {
                local line="${COMP_LINE:0:COMP_POINT}"
                line="${line#*[[:space:]]}"
                mapfile -t COMPREPLY < <(hpc-coreset "[suggest:${#line}]" "$line" 2>/dev/null)
            }
            complete -o bashdefault -o default -F _hpc_coreset hpc-coreset
            """,
        ["zsh"] =
            """
            #compdef hpc-coreset
            _hpc_coreset() {
                local line="${LBUFFER#*[[:space:]]}"
                local -a words_found=("${(@f)$(hpc-coreset "[suggest:${#line}]" "$line" 2>/dev/null)}")
                if [[ -n "${words_found[*]}" ]]; then compadd -- "${words_found[@]}"; else _files; fi
            }
            compdef _hpc_coreset hpc-coreset
            """,
        ["fish"] =
            """
            function __hpc_coreset
                set -l line (string replace -r '^\S+\s' '' -- (commandline -cp))
                hpc-coreset "[suggest:"(string length -- $line)"]" $line 2>/dev/null
            end
            complete -c hpc-coreset -a '(__hpc_coreset)'
            """,
        ["pwsh"] =
            """
            Register-ArgumentCompleter -Native -CommandName hpc-coreset -ScriptBlock {
                param($word, $line, $position)
                $rest = "$line".PadRight($position).Substring(0, $position) -replace '^\S+\s', ''
                hpc-coreset "[suggest:$($rest.Length)]" $rest 2>$null |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = $"what reads the script: {Allowed}" };

    /// <summary>The shells.</summary>
    public static string Allowed => string.Join(", ", s_scripts.Keys);

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public CompletionCommand(CommandContext context) : base("completion", "A script for the shell to complete commands, options and names: source it, or put it where the shell looks for completions.")
    {
        _shell.CompletionSources.Add([.. s_scripts.Keys]);
        Add(_shell);
        SetAction(parsed =>
        {
            string shell = parsed.GetRequiredValue(_shell);
            if (!s_scripts.TryGetValue(shell, out string? script))
                throw new InvalidInputException($"SHELL: found '{shell}', allowed are {Allowed}{NearestName.Hint(shell, [.. s_scripts.Keys])}");
            context.Out.WriteLine(script.ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
    }

    /// <summary>Whether the arguments are a shell's question, which may be unfinished and have nothing wrong about them.</summary>
    /// <param name="args">All arguments.</param>
    public static bool IsAsking(IReadOnlyList<string> args) => args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);
}
