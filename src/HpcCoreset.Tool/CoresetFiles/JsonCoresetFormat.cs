using System.IO;
using System.Linq;
using System.Text.Json;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>One JSON object with the arrays <c>index</c>, <c>weight</c> and <c>gain</c>.</summary>
internal sealed class JsonCoresetFormat : CoresetFormat
{
    /// <inheritdoc/>
    public override void Write(Stream stream, CoresetSnapshot coreset)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray(Index);
        foreach (int index in coreset.Indices) json.WriteNumberValue(index);
        json.WriteEndArray();
        json.WriteStartArray(Weight);
        foreach (double weight in coreset.Weights) json.WriteNumberValue(weight);
        json.WriteEndArray();
        json.WriteStartArray(Gain);
        foreach (double gain in coreset.Gains) json.WriteNumberValue(gain);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override StoredCoreset Read(Stream stream, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            return Checked(file, Numbers(document.RootElement, Index, file), Numbers(document.RootElement, Weight, file));
        }
        catch (JsonException damaged)
        {
            throw new InvalidInputException($"{file}: not valid JSON in line {damaged.LineNumber + 1}, byte {damaged.BytePositionInLine}");
        }
    }

    private static double[] Numbers(JsonElement root, string key, string file)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty(key, out JsonElement array)
            || array.ValueKind != JsonValueKind.Array
            || array.EnumerateArray().Any(value => value.ValueKind != JsonValueKind.Number))
            throw new InvalidInputException($"{file}: expected an object with an array of numbers '{key}'");
        return [.. array.EnumerateArray().Select(value => value.GetDouble())];
    }
}
