// Makes every figure.attentionkit of the page move, now and later. Its static form stays for screen readers, and
// wherever drawing fails.
(() => {
  if (window.attentionKitDrawsFigures) return;
  window.attentionKitDrawsFigures = true;

  const watched = new WeakSet();
  const charts = new WeakMap(); // figure → Chart

  // A figure is drawn when it first has a width: text can't be measured while it is hidden.
  const sizes = new ResizeObserver(entries => entries.forEach(entry => fit(entry.target)));

  function fit(figure) {
    if (!window.Plotly || figure.clientWidth === 0 || document.readyState === "loading") return;
    const chart = charts.get(figure);
    if (!chart) charts.set(figure, new Chart(figure));
    else chart.refresh();
  }

  // One figure: its data and layout as they are at the slider's position, and the element in which Plotly draws them.
  class Chart {
    constructor(figure) {
      this.figure = figure;
      this.still = figure.querySelector(".attentionkit-static");
      this.div = document.createElement("div");
      this.frame = element("div", "attentionkit-frame");
      this.large = figure.hasAttribute("data-large");
      this.drawing = this.start();
    }

    async start() {
      try {
        Object.assign(this, JSON.parse(this.figure.querySelector('script[type="application/json"]').textContent));
        this.slider = this.layout.sliders?.[0];
        // A saved page may hold those of an earlier visit.
        this.figure.querySelectorAll(".attentionkit-frame, .attentionkit-full, .attentionkit-steps, .attentionkit-play")
            .forEach(old => old.remove());
        this.div.className = "attentionkit-chart";
        this.div.setAttribute("role", "img");
        const said = this.figure.querySelector("figcaption").firstChild.textContent;
        this.div.setAttribute("aria-label", `${this.figure.getAttribute("aria-label")}. ${said}`);
        this.frame.append(this.div);
        this.figure.prepend(this.frame);
        if (this.slider) this.letSlide();
        await this.draw();
        if (this.slider) this.letStep();
        if (this.slider || this.link) this.letPoint();
        this.letFillTheScreen();
        this.drawn = true;
        this.figure.style.position = "relative";
        this.still.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
      } catch (error) {
        this.frame.remove();
        this.steps?.remove();
        this.still.style.cssText = "";
        console.error("AttentionKit could not draw a figure; its static form stays.", error);
      }
    }

    get isFull() { return this.figure.classList.contains("attentionkit-fills"); }

    get look() {
      const isLarge = this.large || this.isFull, width = Math.max(1, this.figure.clientWidth - (this.isFull ? 32 : 0));
      const below = this.slider ? 100 : 32; // the slider, and a line of what comes after
      const room = { width, height: (this.isFull ? innerHeight : Math.min(innerHeight, 720)) - below };
      return { size: sizeOf(this, room, isLarge), seen: room.width,
          page: printing ? { ink: "#000", paper: "#ffffff" } : pageOf(this.figure) };
    }

    draw() {
      this.drawnLook = this.look;
      const { size, seen, page } = this.drawnLook;
      const look = sized(this.layout, size, seen / size.scale);
      const { data, layout } = forAnyPlotly(page.isDark ? darkened(this.data, page.paper) : this.data, look);
      this.div.style.cssText =
          `width:${look.width}px;height:${look.height}px;transform:scale(${size.scale});transform-origin:0 0`;
      const height = Math.ceil(look.height * size.scale) + (look.width * size.scale > seen + 1 ? 18 : 0);
      this.frame.style.cssText = `height:${height}px;--ratio:${look.width / look.height};--width:${look.width}px`;
      this.frame.tabIndex = look.width * size.scale > seen + 1 ? 0 : -1;
      if (this.steps) this.steps.hidden = !size.ownSlider;
      return Plotly.react(this.div, data, {
        ...layout,
        font: { ...layout.font, color: page.ink },
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
      }, this.config).then(() => this.letScale(look));
    }

    // On paper, the picture becomes as narrow as the page.
    letScale({ width, height }) {
      this.div.querySelectorAll(".main-svg").forEach(svg => svg.setAttribute("viewBox", `0 0 ${width} ${height}`));
    }

    // Draws again when the page has become narrower, wider, light or dark.
    refresh() {
      if (this.drawn && JSON.stringify(this.look) !== JSON.stringify(this.drawnLook)) return this.draw();
    }

    letFillTheScreen() {
      const button = element("button", "attentionkit-full", { type: "button", title: "full screen (F)" });
      button.innerHTML = '<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">'
        + '<path d="M2 7V2h5M11 2h5v5M16 11v5h-5M7 16H2v-5" fill="none" stroke="currentColor" stroke-width="2"/></svg>';
      button.setAttribute("aria-label", "full screen");
      button.addEventListener("click", () => this.fill(!this.isFull));
      this.figure.querySelector("figcaption").before(button);
      // One finger scrolls the page, two zoom it: Plotly would take them for itself. A tap still points and clicks.
      this.div.addEventListener("touchstart",
          event => { if (!event.target.closest(".slider-container")) event.stopPropagation(); },
          { capture: true, passive: true });
    }

    fill(isFull) {
      this.figure.classList.toggle("attentionkit-fills", isFull);
      this.figure.style.setProperty("--paper", pageOf(this.figure.parentElement).paper);
      // Where a host forbids it, the figure fills the host's pane.
      if (isFull) this.figure.requestFullscreen?.().catch(() => { });
      else if (document.fullscreenElement === this.figure) document.exitFullscreen();
      this.refresh();
      this.figure.scrollTop = 0;
    }

    // A slider of the page's own: where Plotly's would be small, or out of sight.
    letSlide() {
      this.steps = element("label", "attentionkit-steps");
      this.range = element("input", "",
          { type: "range", min: 0, max: this.slider.steps.length - 1, step: 1, value: this.slider.active });
      this.range.addEventListener("input", () => this.go(+this.range.value));
      this.range.addEventListener("keydown", event => event.stopPropagation());
      this.steps.append(element("span"), this.range);
      this.frame.after(this.steps);
    }

    // A drawing that changes below a mouse at rest is not pointed at, and whoever pressed a key after that wants what
    // the key says.
    pointAt(point, event) {
      const place = `${event.clientX}, ${event.clientY}`;
      if (place === this.place || event.timeStamp < this.keyTime) return;
      this.place = place;
      if (this.link && this.link.panel === (point.data.xaxis ?? "x"))
        return this.showNumber(point.y * this.link.columns + point.x, point.x);
      if (!this.slider || !Number.isInteger(point.customdata) || point.data.meta?.numbers) return;
      this.endsAtLeave = point.data.meta?.whilePointing;
      this.go(point.customdata);
    }

    // What pointing chose for as long as it lasts.
    endPointing() {
      if (this.endsAtLeave) this.go(0);
      this.endsAtLeave = false;
      this.place = undefined;
    }

    // Moves the slider: arrow keys, Plotly's own slider, pointing at what stands for a position, a click on a block of
    // cells.
    async go(step) {
      if (step === this.slider.active || !this.slider.steps[step]) return;
      this.slider.active = step;
      const [restyle, relayout, indices = []] = this.slider.steps[step].args;
      for (const [path, values] of Object.entries(restyle)) indices.forEach((trace, i) =>
          set(this.data[trace], path, values[i]));
      for (const [path, value] of Object.entries(relayout)) set(this.layout, path, value);
      if (this.link) this.placeNumber(this.link.start);
      this.tell();
      this.say();
      await this.draw();
    }

    // What the numbers of a product are made of: of the slider's position, or of a figure without a slider.
    get link() {
      return this.slider ? this.slider.steps[this.slider.active].args[1]["meta.link"] : this.layout.meta?.link;
    }

    // Outlines the row and the column that met in a number, and writes the sum of their products.
    async showNumber(i, column = 0) {
      if (i === this.number || !this.link.texts[i] || column >= this.link.columns) return;
      this.placeNumber(i);
      this.tell();
      await this.draw();
    }

    placeNumber(i) {
      const { columns, texts, note, row, column, number, transposed } = this.link;
      const move = (outline, axis, place) => {
        this.layout.shapes[outline][`${axis}0`] = place - 0.5;
        this.layout.shapes[outline][`${axis}1`] = place + 0.5;
      };
      this.number = i;
      this.layout.annotations[note].text = texts[i];
      move(row, "y", Math.floor(i / columns));
      move(column, transposed ? "y" : "x", i % columns);
      move(number, "y", Math.floor(i / columns));
      move(number, "x", i % columns);
    }

    // Keys up and down walk through the numbers of a product; without a slider, left and right do too.
    letPoint() {
      this.number ??= this.link?.start;
      if (!this.slider) this.letBeRead(this.link.texts.length - 1);
      this.div.addEventListener("keydown", event => {
        const { number, slider } = this, last = this.link?.texts.length - 1;
        const alone = slider ? {} : { ArrowRight: number + 1, ArrowLeft: number - 1, Home: 0, End: last };
        const to = { ArrowDown: number + 1, ArrowUp: number - 1, ...alone }[event.key];
        if (to === undefined || !this.link) return;
        this.take(event);
        this.showNumber(to);
      });
      this.div.on("plotly_hover", ({ points: [point], event }) => this.pointAt(point, event));
      this.div.addEventListener("mouseleave", () => this.endPointing());
    }

    // A key that does something here does nothing else: a page may turn its leaves with the same keys.
    take(event) {
      event.preventDefault();
      event.stopPropagation();
      this.keyTime = event.timeStamp;
    }

    letBeRead(last) {
      this.div.setAttribute("role", "slider");
      this.div.setAttribute("aria-valuemin", 0);
      this.div.setAttribute("aria-valuemax", last);
      this.div.tabIndex = 0;
      this.tell();
    }

    // Caption and table are those of the slider's position.
    say() {
      const position = this.figure.querySelectorAll("template")[this.slider.active]?.content;
      if (!position) return;
      const [caption, table] = position.cloneNode(true).children;
      this.caption ??= this.figure.querySelector("figcaption");
      this.caption.style.minHeight = `${this.caption.offsetHeight}px`; // what comes below stays where it is
      this.caption.replaceChildren(...caption.childNodes);
      if (table.childNodes.length) this.still.replaceChildren(...this.still.querySelectorAll("style"),
          ...table.childNodes);
    }

    tell() {
      const sum = this.link ? plain(this.link.texts[this.number ?? this.link.start].replaceAll("<br>", " ")) : "";
      if (!this.slider) {
        this.div.setAttribute("aria-valuenow", this.number);
        return this.div.setAttribute("aria-valuetext", sum);
      }
      const { active, steps, currentvalue } = this.slider;
      const text = plain(currentvalue.prefix + steps[active].label);
      this.div.setAttribute("aria-valuenow", active);
      this.div.setAttribute("aria-valuetext", sum ? `${text}. ${sum}` : text);
      this.range.value = active;
      this.range.setAttribute("aria-valuetext", text);
      this.steps.firstChild.textContent = text;
    }

    letStep() {
      const last = this.slider.steps.length - 1;
      this.letBeRead(last);
      this.div.addEventListener("keydown", event => {
        const { active } = this.slider;
        const to = { ArrowRight: active + 1, ArrowLeft: active - 1, Home: 0, End: last }[event.key];
        if (to === undefined) return;
        this.take(event);
        this.go(to);
      });
      // The arrow keys go on where a drag ended.
      this.div.addEventListener("pointerdown", () => this.div.focus({ preventScroll: true }));
      this.div.on("plotly_sliderchange", ({ slider }) => this.go(slider.active));
      const { heads, plays } = this.layout.meta ?? {};
      if (plays) this.letPlay(last);
      if (heads) this.div.on("plotly_click",
          ({ points: [{ x, y }] }) =>
          this.go(this.slider.active ? 0 : 1 + at(heads.tops, y) * heads.lefts.length + at(heads.lefts, x)));
    }

    // A button that walks through all positions, from the first one again where it stands at the last.
    letPlay(last) {
      const button = Object.assign(document.createElement("button"),
          { type: "button", className: "attentionkit-play" });
      button.style.cssText = "font:inherit;padding:4px 14px;margin:0 8px 8px;cursor:pointer";
      const play = timer => {
        clearInterval(this.timer);
        this.timer = timer;
        button.textContent = timer ? "❚❚ Stop" : "▶ Play";
      };
      const next = () => {
        if (this.slider.active < last && this.div.isConnected) this.go(this.slider.active + 1);
        else play(0);
      };
      button.addEventListener("click", () => {
        if (this.timer) return play(0);
        play(setInterval(next, 1200));
        this.go(this.slider.active === last ? 0 : this.slider.active + 1);
      });
      play(0);
      this.frame.after(button);
    }
  }

  const element = (name, className = "", properties = {}) =>
      Object.assign(document.createElement(name), { className }, properties);

  const at = (starts, place) => starts.findLastIndex(start => start <= place);

  const plain = html => new DOMParser().parseFromString(html, "text/html").body.textContent;

  // "annotations[0].text" → annotations, 0, text
  function set(object, path, value) {
    const names = path.split(/[.[\]]+/);
    const last = names.pop();
    for (const name of names) object = object[name] ??= {};
    object[last] = value;
  }

  // The bundle of plotly.js that travels with a notebook is the basic one, a quarter of the whole: it knows no
  // heatmaps. They become
  // an image, a pixel for each cell, and points that can't be seen, for hovering. Every other plotly.js draws the same.
  function forAnyPlotly(data, layout) {
    const cells = data.filter(trace => trace.type === "heatmap" && trace.visible !== false);
    return {
      data: data.map(trace => trace.type === "heatmap" ? pointsOf(trace) : { ...trace }),
      layout: {
        ...structuredClone(layout),
        uirevision: "what a reader switched or zoomed stays",
        images: cells.map(imageOf),
        ...(cells.length ? { hoverdistance: -1 } : {}),
        ...(layout.sliders ? { sliders: layout.sliders.map(slider =>
            ({ ...slider, steps: slider.steps.map(({ label }) => ({ label, method: "skip" })) })) } : {}),
      },
    };
  }

  const isNumber = value => value !== null && !Number.isNaN(value);

  const points = new WeakMap(); // heatmap → trace of points

  function pointsOf(trace) {
    if (!points.has(trace)) points.set(trace, makePoints(trace));
    return { ...points.get(trace), visible: trace.visible ?? true };
  }

  function makePoints(trace) {
    const { numbers, rows, columns } = gridOf(trace);
    const { xaxis, yaxis, hoverinfo, hovertext, hovertemplate, customdata } = trace;
    const x = new Float32Array(numbers.length), y = new Float32Array(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      x[i] = i % columns;
      y[i] = isNumber(numbers[i]) || hovertext ? Math.floor(i / columns) : NaN;
    }
    return {
      type: "scatter", mode: "none", x, y, xaxis, yaxis, showlegend: false, hoverinfo,
      ...(hovertext ? { hovertext: hovertext.flat(),
          hoverlabel: { bgcolor: Array.from(numbers, value => isNumber(value) ? colorOf(trace, value) : "#d4d4d4") } }
          : {}),
      ...(hovertemplate ? { hovertemplate: hovertemplate.replace("%{z", "%{customdata"),
          customdata: Array.from(numbers), meta: { numbers: true } } : {}),
      ...(customdata ? { customdata: customdata.flat() } : {}),
    };
  }

  const images = new WeakMap(); // heatmap → PNG

  function imageOf(trace) {
    const { rows, columns } = gridOf(trace);
    if (!images.has(trace)) images.set(trace, paint(trace));
    return {
      source: images.get(trace), xref: trace.xaxis ?? "x", yref: trace.yaxis ?? "y", x: -0.5, y: -0.5, sizex: columns,
          sizey: rows,
      xanchor: "left", yanchor: "top", sizing: "stretch", layer: "below",
    };
  }

  function paint(trace) {
    const { numbers, rows, columns } = gridOf(trace);
    const canvas = Object.assign(document.createElement("canvas"), { width: columns, height: rows });
    const context = canvas.getContext("2d");
    const picture = context.createImageData(columns, rows);
    numbers.forEach((value, i) => { if (isNumber(value)) picture.data.set([...rgbOf(trace, value), 255], 4 * i); });
    context.putImageData(picture, 0, 0);
    return canvas.toDataURL();
  }

  const styleOfCharts = `
    .attentionkit-chart image { image-rendering: pixelated }
    .attentionkit-frame { overflow: auto hidden; max-width: 100% }
    .attentionkit-chart, .attentionkit-chart * { touch-action: pan-x pan-y pinch-zoom !important }
    .attentionkit-chart .slider-container * { touch-action: pan-y pinch-zoom !important }
    .attentionkit-chart:focus-visible, .attentionkit-frame:focus-visible,
    .attentionkit-full:focus-visible { outline: 3px solid #4a90d9; outline-offset: 2px }
    .attentionkit-full { float: right; margin: 6px 0 0 12px; min-width: 32px; min-height: 32px; padding: 6px;
      line-height: 0; color: inherit; background: none; border: 1px solid; border-radius: 6px; cursor: pointer }
    .attentionkit-steps { display: block; position: sticky; left: 0; margin: 4px 0 }
    .attentionkit-steps[hidden] { display: none }
    .attentionkit-steps input { display: block; width: 100%; min-height: 28px; margin: 0; touch-action: pan-y }
    figure.attentionkit[data-large], figure.attentionkit.attentionkit-fills { font-size: 27px }
    figure.attentionkit.attentionkit-fills { position: fixed !important; inset: 0; z-index: 2147483647; margin: 0;
      padding: 16px; padding-bottom: 0; overflow: auto; box-sizing: border-box; width: 100%; height: 100%; background: var(--paper) }
    .attentionkit-fills .attentionkit-steps { bottom: 0; padding: 4px 0; background: var(--paper) }
    @media print {
      figure.attentionkit { break-inside: avoid; print-color-adjust: exact; -webkit-print-color-adjust: exact }
      .attentionkit-frame { height: auto !important; overflow: hidden !important }
      .attentionkit-chart { transform: none !important; width: 100% !important; max-width: var(--width);
        height: auto !important; aspect-ratio: var(--ratio) }
      .attentionkit-chart :is(.plot-container, .svg-container) { width: 100% !important; height: 100% !important }
      .attentionkit-chart .main-svg { width: 100%; height: 100% }
      .attentionkit-full { display: none }
    }`;

  const figures = () => document.querySelectorAll("figure.attentionkit");
  const watchFigures = () => figures().forEach(figure => {
    if (watched.has(figure)) return;
    watched.add(figure);
    sizes.observe(figure);
  });
  const refreshFigures = () => figures().forEach(figure => charts.get(figure)?.refresh());

  function start() {
    const style = element("style", "", { textContent: styleOfCharts });
    document.head.append(style);
    new MutationObserver(watchFigures).observe(document, { childList: true, subtree: true });
    watchFigures();
  }

  const isWriting = target =>
      target.closest?.("input:not([type=range]), textarea, select, [contenteditable=''], [contenteditable=true]");

  document.addEventListener("keydown", event => {
    if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey || event.altKey
        || isWriting(event.target)) return;
    const figure = document.querySelector(".attentionkit-fills") ?? event.target.closest?.("figure.attentionkit")
        ?? document.querySelector("figure.attentionkit:hover");
    const chart = charts.get(figure);
    if (!chart) return;
    event.preventDefault();
    event.stopPropagation();
    chart.fill(!chart.isFull);
  }, true);
  const leave = () => figures().forEach(figure => { if (charts.get(figure)?.isFull) charts.get(figure).fill(false); });
  document.addEventListener("keydown", event => { if (event.key === "Escape") leave(); });
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) leave(); });

  let printing = false;
  const print = isPrinted => { printing = isPrinted; refreshFigures(); };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));

  document.addEventListener("attentionkit:plotly", () => figures().forEach(fit));
  // While a page is still being read, a figure may be there before its JSON is.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  // Pages turn dark by a class or an attribute on their root, or with the system.
  const theme = new MutationObserver(refreshFigures);
  [document.documentElement, document.body].filter(Boolean).forEach(root => theme.observe(root, { attributes: true }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refreshFigures);
})();
