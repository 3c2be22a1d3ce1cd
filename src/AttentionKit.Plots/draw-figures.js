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
      div.setAttribute("aria-label", `${figure.getAttribute("aria-label")}. ${figure.querySelector("figcaption").firstChild.textContent}`);
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
      if (layout.sliders) letStep(div);
      chart.drawn = true;
      figure.style.position = "relative";
      table.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    } catch (error) {
      div.remove();
      table.style.cssText = "";
      console.error("AttentionKit could not draw a figure; its table stays.", error);
    }
  }

  // Plotly's slider takes a mouse only. Arrow keys move it too, and pointing at what stands for a position chooses that.
  function letStep(div) {
    const slider = () => div.layout.sliders[0];
    const active = () => slider().active ?? 0;
    const tell = () => {
      div.setAttribute("aria-valuenow", active());
      div.setAttribute("aria-valuetext", (slider().currentvalue?.prefix ?? "") + slider().steps[active()].label);
    };
    async function go(i) {
      if (i === active() || !slider().steps[i]) return;
      const { method, args } = slider().steps[i];
      await Plotly.relayout(div, { "sliders[0].active": i });
      await Plotly[method](div, ...args);
      tell();
    }
    div.setAttribute("role", "slider");
    div.setAttribute("aria-valuemin", 0);
    div.setAttribute("aria-valuemax", slider().steps.length - 1);
    div.tabIndex = 0;
    tell();
    div.addEventListener("keydown", event => {
      const to = { ArrowRight: active() + 1, ArrowLeft: active() - 1, Home: 0, End: slider().steps.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation(); // a page may turn its leaves with the same keys
      go(to);
    });
    const { heads } = div.layout.meta ?? {};
    div.on("plotly_sliderchange", () => requestAnimationFrame(tell));
    div.on("plotly_hover", ({ points: [point] }) => Number.isInteger(point.customdata) && go(point.customdata));
    if (heads) div.on("plotly_click", ({ points: [{ pointIndex: [row, column] }] }) => go(active() ? 0 : 1 + at(heads.tops, row) * heads.lefts.length + at(heads.lefts, column)));
  }

  const at = (starts, place) => starts.findLastIndex(start => start <= place);

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
