(async packed => {
  if (window.attentionKitPlotlyNet) return;
  window.attentionKitPlotlyNet = true;
  const bytes = Uint8Array.from(atob(packed), character => character.charCodeAt(0));
  const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const whole = { exports: {} };
  new Function("module", "exports", "define", text).call(window, whole, whole.exports);
  const draw = () => document.querySelectorAll(".attentionkit-plotly-net").forEach(place => {
    if (place.drawn || place.clientWidth === 0) return;
    place.drawn = true;
    const { data, layout, config } = JSON.parse(place.querySelector("script").textContent);
    const div = document.createElement("div");
    place.prepend(div);
    whole.exports.newPlot(div, data, layout, config).then(() => place.querySelector("pre").remove());
  });
  new MutationObserver(draw).observe(document, { childList: true, subtree: true });
  new ResizeObserver(draw).observe(document.documentElement);
  draw();
})
