using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace HpcCoreset.Docs.Tests.Api;

/// <summary>Everything that users of an assembly can name or override, as text that shows a change as a changed line.</summary>
internal static class PublicApi
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Types by name, their members below them, sorted.</summary>
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (string member in Members(type)) text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static string Declaration(Type type)
    {
        IEnumerable<Type> bases = [.. Base(type), .. OwnInterfaces(type)];
        string[] names = [.. bases.Select(TypeNames.Of)];
        string name = type.Namespace + "." + TypeNames.Of(type);
        return $"{Hidden(type)}{Modifiers(type)}{Kind(type)} {name}{(names is [] ? "" : $" : {string.Join(", ", names)}")}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<Type> Base(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType ? [parent] : [];

    /// <summary>Interfaces that neither the base type nor another interface brings along, nor being an enum or a record.</summary>
    private static IEnumerable<Type> OwnInterfaces(Type type)
    {
        if (type.IsEnum) return [];
        Type[] all = [.. type.GetInterfaces().Where(one => !IsRecord(type) || one.Name != "IEquatable`1")];
        return all
            .Where(one => one.IsVisible && !all.Any(other => other != one && other.GetInterfaces().Contains(one)) && type.BaseType?.GetInterfaces().Contains(one) != true)
            .OrderBy(one => one.Name, StringComparer.Ordinal);
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? (IsRecord(type) ? "record struct" : "struct")
        : IsRecord(type) ? "record" : "class";

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", All) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Modifiers(Type type) => type.IsEnum || type.IsInterface ? "" : type.IsValueType
        ? (type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "")
        : type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(name => FormattableString.Invariant($"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"));
        return type.GetMembers(All)
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(member => (Order: Array.IndexOf(s_order, member.MemberType), member.Name, Text: Text(member)))
            .Where(member => member.Text.Length > 0)
            .OrderBy(member => member.Order).ThenBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal)
            .Select(member => member.Text);
    }

    private static readonly MemberTypes[] s_order = [MemberTypes.Constructor, MemberTypes.Field, MemberTypes.Property, MemberTypes.Event, MemberTypes.Method];

    private static string Text(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsVisible(constructor) => $"{Access(constructor)}{TypeNames.Plain(member.DeclaringType!)}({Parameters(constructor)})",
        FieldInfo field when field.IsPublic || field.IsFamily =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static readonly " : "")}{TypeNames.Of(TypeNames.Nullability.Create(field))} {field.Name}"
                + (field.IsLiteral ? $" = {Value(field.GetRawConstantValue())}" : ""),
        PropertyInfo property when Accessor(property) is { } accessor =>
            $"{Hidden(property)}{Access(accessor)}{Virtuality(accessor)}{(property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "")}"
                + $"{Returned(accessor.ReturnParameter, property)} {Indexed(property)} {{ {Accessors(property)} }}",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Hidden(method)}{Access(method)}{Virtuality(method)}{Returned(method.ReturnParameter)} {TypeNames.Generic(method)}({Parameters(method)}){Constraints(method.GetGenericArguments())}",
        _ => "",
    };

    private static bool IsVisible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Virtuality(MethodInfo method) =>
        (method.IsStatic ? "static " : "")
        + (method.IsAbstract ? "abstract "
            : method.GetBaseDefinition() != method ? "override "
            : method.IsVirtual && !method.IsFinal ? "virtual " : "");

    private static MethodInfo? Accessor(PropertyInfo property) =>
        IsVisible(property.GetMethod) ? property.GetMethod : IsVisible(property.SetMethod) ? property.SetMethod : null;

    private static string Accessors(PropertyInfo property)
    {
        string get = IsVisible(property.GetMethod) ? "get; " : "";
        if (!IsVisible(property.SetMethod)) return get.TrimEnd();
        bool isInit = property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return get + (isInit ? "init;" : "set;");
    }

    private static string Indexed(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } indices ? $"this[{string.Join(", ", indices.Select(Parameter))}]" : property.Name;

    private static string Returned(ParameterInfo result, PropertyInfo? property = null)
    {
        string prefix = !result.ParameterType.IsByRef ? "" : result.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref ";
        return prefix + TypeNames.Of(property is null ? TypeNames.Nullability.Create(result) : TypeNames.Nullability.Create(property));
    }

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out "
            : !parameter.ParameterType.IsByRef ? (parameter.IsDefined(typeof(ScopedRefAttribute)) ? "scoped " : "")
            : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? $" = {Value(parameter.DefaultValue)}" : "";
        return $"{prefix}{TypeNames.Of(TypeNames.Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum => $"{TypeNames.Of(value.GetType())}.{value}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        GenericParameterAttributes attributes = argument.GenericParameterAttributes;
        bool isValue = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> parts = [];
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        if (isValue) parts.Add(argument.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct");
        parts.AddRange(argument.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(TypeNames.Of));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isValue) parts.Add("new()");
        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike)) parts.Add("allows ref struct");
        return parts is [] ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
    }));

    /// <summary>What editors do not offer: for generated code only.</summary>
    private static string Hidden(MemberInfo member) =>
        member.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never ? "[hidden] " : "";
}
