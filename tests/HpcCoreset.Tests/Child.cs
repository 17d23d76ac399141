using System;
using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace HpcCoreset.Tests;

/// <summary>This assembly as a process of its own: for what would end the test run, or needs other runtime settings.</summary>
internal static class Child
{
    /// <summary>Runs the static method that the arguments name: type, method, arguments.</summary>
    public static int Main(string[] arguments)
    {
        MethodInfo method = typeof(Child).Assembly.GetType(arguments[0], throwOnError: true)!
            .GetMethod(arguments[1], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        method.Invoke(null, arguments[2..]);
        return 0;
    }

    /// <summary>Runs a static method of strings in a process of its own.</summary>
    /// <param name="type">Where the method is.</param>
    /// <param name="method">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set.</param>
    /// <returns>The exit code, standard output, standard error.</returns>
    public static (int ExitCode, string Output, string Error) Run(
        Type type, string method, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", type.Assembly.Location, type.FullName!, method, .. arguments])
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.ToString());
    }
}
