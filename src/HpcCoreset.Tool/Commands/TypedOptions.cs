using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace HpcCoreset.Tool.Commands;

/// <summary>Options whose refusals say what was found and what is allowed.</summary>
internal static class TypedOptions
{
    /// <summary>A number within a range; nothing if it is not given.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    /// <param name="name">The option.</param>
    /// <param name="description">For the help.</param>
    /// <param name="isAllowed">Whether a number is within the range.</param>
    /// <param name="allowed">The range in words.</param>
    public static Option<T?> Number<T>(
        string name, string description, Predicate<T> isAllowed, string allowed)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                // The default for fractions allows thousands separators and would read 0,5 as 5.
                NumberStyles style = typeof(T) == typeof(double) ? NumberStyles.Float : NumberStyles.Integer;
                if (T.TryParse(text, style, CultureInfo.InvariantCulture, out T value) && isAllowed(value)) return value;
                result.AddError($"{name}: found '{text}', allowed are {allowed}");
                return null;
            },
        };

    /// <summary>A whole number from 1; nothing if it is not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">For the help.</param>
    public static Option<int?> Count(string name, string description) =>
        Number<int>(name, description, static value => value >= 1, $"whole numbers from 1 to {int.MaxValue}");

    /// <summary>One of some names; nothing if it is not given.</summary>
    /// <typeparam name="T">What the names stand for.</typeparam>
    /// <param name="name">The option.</param>
    /// <param name="description">For the help.</param>
    /// <param name="values">The names, and what they stand for.</param>
    public static Option<T?> Choice<T>(string name, string description, IReadOnlyDictionary<string, T> values) where T : struct, Enum
    {
        string allowed = string.Join(", ", values.Keys);
        var option = new Option<T?>(name)
        {
            Description = $"{description}: {allowed}",
            HelpName = "name",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (values.TryGetValue(text, out T value)) return value;
                result.AddError($"{name}: found '{text}', allowed are {allowed}{NearestName.Hint(text, [.. values.Keys])}");
                return null;
            },
        };
        option.CompletionSources.Clear(); // which would be the names of the enum
        option.CompletionSources.Add([.. values.Keys]);
        return option;
    }

    /// <summary>A file.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">For the help.</param>
    public static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "file" };
}
