using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace HpcCoreset.Generators.Tests;

/// <summary>Everything that a value keeps alive.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails when anything reachable from <paramref name="root"/> would keep a compilation alive.</summary>
    public static void AssertHoldsNoCompilation(object? root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Queue<object?> open = new([root]);
        while (open.TryDequeue(out object? value))
        {
            if (value is null || !seen.Add(value)) continue;
            if (value is Compilation or ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or SemanticModel or AttributeData or Location or Diagnostic)
                Xunit.Assert.Fail($"{root!.GetType().Name} holds a {value.GetType().Name}");

            Type type = value.GetType();
            if (type.IsPrimitive || type.IsEnum || value is string) continue;
            if (value is IEnumerable items)
                foreach (object? item in items) open.Enqueue(item);
            for (Type? level = type; level is not null; level = level.BaseType)
                foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    if (!field.FieldType.IsPointer) open.Enqueue(field.GetValue(value));
        }
    }
}
