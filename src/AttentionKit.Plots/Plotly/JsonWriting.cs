using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AttentionKit.Plots.Plotly;

/// <summary>Short ways to write the values that Plotly's JSON is made of.</summary>
internal static class JsonWriting
{
    internal static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Plotly's labels are HTML of a few elements and entities: plain text, made so.</summary>
    internal static string Label(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\n", "<br>");

    internal static void Object(this Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    internal static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    internal static void Labels(this Utf8JsonWriter json, string name, IEnumerable<string> texts) =>
        json.Array(name, texts, text => json.WriteStringValue(Label(text)));

    internal static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> texts) =>
        json.Array(name, texts, json.WriteStringValue);

    /// <summary>Five digits of each; null for what is no number.</summary>
    internal static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> numbers) =>
        json.Array(name, numbers, json.FiveDigits);

    internal static void FiveDigits(this Utf8JsonWriter json, double number)
    {
        Span<byte> text = stackalloc byte[24];
        if (!double.IsFinite(number)) json.WriteNullValue();
        else if (number.TryFormat(text, out var length, "G5", CultureInfo.InvariantCulture))
            json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    /// <summary>The two ends of an axis or an area.</summary>
    internal static void Range(this Utf8JsonWriter json, string name, double from, double to) =>
        json.Array(name, [from, to], json.WriteNumberValue);
}
