using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace HpcCoreset.Docs.Tests.Api;

/// <summary>Types as C# writes them, without namespaces.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    public static NullabilityInfoContext Nullability { get; } = new();

    public static string Of(Type type) => Of(type, null);

    public static string Of(NullabilityInfo info) => Of(info.Type, info);

    /// <summary>Without what it is generic over.</summary>
    public static string Plain(Type type) => type.Name.Split('`')[0];

    public static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : method.Name;

    private static string Of(Type type, NullabilityInfo? info)
    {
        string mark = info is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsByRef) return Of(type.GetElementType()!, info);
        if (type.IsPointer) return Of(type.GetElementType()!) + "*";
        if (type.IsArray) return Of(type.GetElementType()!, info?.ElementType) + "[]" + mark;
        if (type.IsGenericParameter) return type.Name; // one without constraints may be null anyway
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Of(underlying) + "?";
        string name = s_keywords.GetValueOrDefault(type, Plain(type));
        string outer = type.IsNested ? Plain(type.DeclaringType!) + "." : "";
        Type[] arguments = type.GetGenericArguments();
        if (arguments is [] || !type.Name.Contains('`', StringComparison.Ordinal)) return outer + name + mark;
        NullabilityInfo?[] infos = info is not null && info.GenericTypeArguments.Length == arguments.Length ? info.GenericTypeArguments : new NullabilityInfo?[arguments.Length];
        string[] names = [.. arguments.Select((argument, i) => Of(argument, infos[i]))];
        if (type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)) return $"({string.Join(", ", names)}){mark}";
        return $"{outer}{name}<{string.Join(", ", names)}>{mark}";
    }
}
