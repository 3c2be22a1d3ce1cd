// Draws every figure.attentionkit of the page, now and later. The table stays for screen readers, and wherever drawing fails.
(() => {
  if (window.attentionKitDrawsFigures) return;
  window.attentionKitDrawsFigures = true;

  const watched = new WeakSet();
  const charts = new WeakMap(); // figure → { div, width: its natural one, drawnWidth, color }

  // A figure is drawn when it first has a width: text can't be measured while it is hidden.
  const sizes = new ResizeObserver(entries => entries.forEach(entry => fit(entry.target)));

  function fit(figure) {
    if (!window.Plotly || figure.clientWidth === 0 || document.readyState === "loading") return;
    const chart = charts.get(figure);
    if (!chart) draw(figure);
    else if (chart.drawn && width(figure, chart) !== chart.drawnWidth) {
      chart.drawnWidth = width(figure, chart);
      Plotly.relayout(chart.div, { width: chart.drawnWidth });
    }
  }

  const width = (figure, chart) => Math.min(chart.width, figure.clientWidth);

  async function draw(figure) {
    const div = document.createElement("div");
    const chart = { div };
    charts.set(figure, chart);
    const table = figure.querySelector(".attentionkit-static");
    try {
      const { data, layout, config } = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
      figure.querySelector(".attentionkit-chart")?.remove(); // a saved page may hold the picture of an earlier visit
      div.className = "attentionkit-chart";
      div.setAttribute("role", "img");
      div.setAttribute("aria-label", `${figure.getAttribute("aria-label")}. ${figure.querySelector("figcaption").textContent}`);
      chart.width = layout.width;
      chart.drawnWidth = width(figure, chart);
      chart.color = getComputedStyle(figure).color;
      figure.prepend(div);
      await Plotly.newPlot(div, data, {
        ...layout,
        width: chart.drawnWidth,
        font: { ...layout.font, color: chart.color },
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
      }, config);
      chart.drawn = true;
      figure.style.position = "relative";
      table.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    } catch (error) {
      div.remove();
      table.style.cssText = "";
      console.error("AttentionKit could not draw a figure; its table stays.", error);
    }
  }

  function recolor(figure) {
    const chart = charts.get(figure);
    const color = getComputedStyle(figure).color;
    if (!chart?.drawn || chart.color === color) return;
    chart.color = color;
    Plotly.relayout(chart.div, { "font.color": color });
  }

  const figures = () => document.querySelectorAll("figure.attentionkit");
  const watchFigures = () => figures().forEach(figure => {
    if (watched.has(figure)) return;
    watched.add(figure);
    sizes.observe(figure);
  });
  const recolorFigures = () => figures().forEach(recolor);

  function start() {
    new MutationObserver(watchFigures).observe(document, { childList: true, subtree: true });
    watchFigures();
  }

  document.addEventListener("attentionkit:plotly", () => figures().forEach(fit));
  // While a page is still being read, a figure may be there before its JSON is.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  // Pages turn dark by a class or an attribute on their root, or with the system.
  const theme = new MutationObserver(recolorFigures);
  [document.documentElement, document.body].filter(Boolean).forEach(root => theme.observe(root, { attributes: true }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolorFigures);
})();
