using System;
using System.ComponentModel;
using System.Linq;
using System.Reflection;

namespace HpcCoreset.Docs.Tests;

/// <summary>What a user of a library can name, one type per line.</summary>
internal static class PublicTypes
{
    public static string List(Assembly library) => string.Concat(library.GetExportedTypes()
        .Where(type => !type.IsNested && type.GetCustomAttribute<EditorBrowsableAttribute>()?.State != EditorBrowsableState.Never)
        .OrderBy(type => Space(type) + type.Name, StringComparer.Ordinal)
        .Select(type => $"{Kind(type),-9} {Space(type)}{Name(type)}{Members(type)}\n"));

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";

    /// <summary>What its namespace has beyond the name of its assembly.</summary>
    private static string Space(Type type) => (type.Namespace + ".")[(type.Assembly.GetName().Name!.Length + 1)..];

    private static string Name(Type type) => !type.IsGenericType
        ? type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>";

    private static string Members(Type type) => type.IsEnum ? $" {{ {string.Join(", ", Enum.GetNames(type))} }}" : "";
}
