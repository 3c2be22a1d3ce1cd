using System.Buffers;
using System.Text;
using System.Text.Json;
using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots.Plotly;

/// <summary>Charts as Plotly reads them: one JSON object with data, layout and config.</summary>
internal static class PlotlyJson
{
    internal static string Of(Steps steps)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes, JsonWriting.Options))
        {
            var traces = new TraceList(steps);
            json.WriteStartObject();
            json.Array("data", traces.Items, trace => PlotlyTrace.Write(json, trace, traces.Visibility(trace)));
            json.Object("layout", () => PlotlyLayout.Write(json, steps, traces));
            json.Object("config", () =>
            {
                json.WriteBoolean("displayModeBar", false); // it covers the title where there is no mouse to hover with
                json.WriteBoolean("typesetMath", false); // a token may hold dollar signs
            });
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
