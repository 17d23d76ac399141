namespace HpcCoreset.Benchmarks.Passes;

/// <summary>A dimension that is a constant to the JIT: what one writes by hand instead of generating code.</summary>
internal interface IDimension
{
    static abstract int Value { get; }
}

internal readonly struct D2 : IDimension { public static int Value => 2; }

internal readonly struct D3 : IDimension { public static int Value => 3; }

internal readonly struct D4 : IDimension { public static int Value => 4; }

internal readonly struct D8 : IDimension { public static int Value => 8; }

internal readonly struct D16 : IDimension { public static int Value => 16; }

internal readonly struct D32 : IDimension { public static int Value => 32; }

internal readonly struct D64 : IDimension { public static int Value => 64; }

internal readonly struct D96 : IDimension { public static int Value => 96; }

internal readonly struct D100 : IDimension { public static int Value => 100; }

internal readonly struct D128 : IDimension { public static int Value => 128; }

internal readonly struct D256 : IDimension { public static int Value => 256; }

internal readonly struct D384 : IDimension { public static int Value => 384; }

internal readonly struct D512 : IDimension { public static int Value => 512; }

internal readonly struct D768 : IDimension { public static int Value => 768; }

internal readonly struct D1024 : IDimension { public static int Value => 1024; }

internal readonly struct D1536 : IDimension { public static int Value => 1536; }
