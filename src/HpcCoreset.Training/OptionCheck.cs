using System;

namespace HpcCoreset.Training;

/// <summary>Refuses values of options, and says what was found and what is allowed.</summary>
internal static class OptionCheck
{
    /// <summary>Refuses a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="isAllowed">Unless this holds.</param>
    /// <param name="option">The option's name.</param>
    /// <param name="found">Its value.</param>
    /// <param name="allowed">What is allowed, in words.</param>
    public static void Require<T>(bool isAllowed, string option, T found, string allowed)
    {
        if (!isAllowed) throw new ArgumentException(FormattableString.Invariant($"options.{option}: found {found}; allowed are {allowed}."));
    }
}
