using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>One JSON object with the arrays <c>index</c>, <c>weight</c> and <c>gain</c>, and where there are any <c>offset</c> and <c>centroids</c>, row-major.</summary>
internal sealed class JsonCoresetFormat : CoresetFormat
{
    /// <inheritdoc/>
    public override void Write(Stream stream, PickedRows coreset)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray(Index);
        foreach (long index in coreset.Index) json.WriteNumberValue(index);
        json.WriteEndArray();
        json.WriteStartArray(Weight);
        foreach (double weight in coreset.Coreset.Weights) json.WriteNumberValue(weight);
        json.WriteEndArray();
        json.WriteStartArray(Gain);
        foreach (double gain in coreset.Coreset.Gains)
            if (double.IsFinite(gain)) json.WriteNumberValue(gain);
            else json.WriteStringValue(gain.ToString(CultureInfo.InvariantCulture)); // JSON has no infinity: the radius before the first pick
        json.WriteEndArray();
        if (coreset.Offset != 0) json.WriteNumber(Offset, coreset.Offset);
        if (coreset.Centroids.Count > 0)
        {
            json.WriteStartArray(Centroids);
            foreach (float value in coreset.Centroids) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override StoredCoreset Read(Stream stream, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            return Checked(
                file, Numbers(root, Index, file), Numbers(root, Weight, file), Has(root, Offset) ? Number(root, Offset, file) : 0,
                Has(root, Centroids) ? Numbers(root, Centroids, file) : []);
        }
        catch (JsonException damaged)
        {
            throw new InvalidInputException($"{file}: not valid JSON in line {damaged.LineNumber + 1}, byte {damaged.BytePositionInLine}");
        }
    }

    private static bool Has(JsonElement root, string key) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out _);

    private static double Number(JsonElement root, string key, string file)
    {
        JsonElement value = root.GetProperty(key);
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw new InvalidInputException($"{file}: expected a number '{key}'");
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
