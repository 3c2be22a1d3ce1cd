// Makes every figure.attentionkit of the page move, now and later. Its static form stays for screen readers, and wherever drawing fails.
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
      this.drawing = this.start();
    }

    async start() {
      try {
        Object.assign(this, JSON.parse(this.figure.querySelector('script[type="application/json"]').textContent));
        this.slider = this.layout.sliders?.[0];
        this.figure.querySelectorAll(".attentionkit-chart, .attentionkit-play").forEach(old => old.remove()); // a saved page may hold them
        this.div.className = "attentionkit-chart";
        this.div.setAttribute("role", "img");
        this.div.setAttribute("aria-label", `${this.figure.getAttribute("aria-label")}. ${this.figure.querySelector("figcaption").firstChild.textContent}`);
        this.figure.prepend(this.div);
        await this.draw();
        if (this.slider) this.letStep();
        this.drawn = true;
        this.figure.style.position = "relative";
        this.still.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
      } catch (error) {
        this.div.remove();
        this.still.style.cssText = "";
        console.error("AttentionKit could not draw a figure; its static form stays.", error);
      }
    }

    get look() {
      return { width: Math.min(this.layout.width, this.figure.clientWidth), color: getComputedStyle(this.figure).color };
    }

    draw() {
      this.drawnLook = this.look;
      const { data, layout } = forAnyPlotly(this.data, this.layout);
      return Plotly.react(this.div, data, {
        ...layout,
        width: this.drawnLook.width,
        font: { ...layout.font, color: this.drawnLook.color },
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
      }, this.config);
    }

    // Draws again when the page has become narrower, wider, light or dark.
    refresh() {
      if (this.drawn && JSON.stringify(this.look) !== JSON.stringify(this.drawnLook)) this.draw();
    }

    // A drawing that changes below a mouse at rest is not pointed at, and whoever pressed a key after that wants what the key says.
    pointAt(point, event) {
      const place = `${event.clientX}, ${event.clientY}`;
      if (place === this.place || event.timeStamp < this.keyTime) return;
      this.place = place;
      if (Number.isInteger(point.customdata) && !point.data.meta?.numbers) this.go(point.customdata);
    }

    // Moves the slider: arrow keys, Plotly's own slider, pointing at what stands for a position, a click on a block of cells.
    async go(step) {
      if (step === this.slider.active || !this.slider.steps[step]) return;
      this.slider.active = step;
      const [restyle, relayout, indices = []] = this.slider.steps[step].args;
      for (const [path, values] of Object.entries(restyle)) indices.forEach((trace, i) => set(this.data[trace], path, values[i]));
      for (const [path, value] of Object.entries(relayout)) set(this.layout, path, value);
      this.tell();
      this.say();
      await this.draw();
    }

    // Caption and table are those of the slider's position.
    say() {
      const position = this.figure.querySelectorAll("template")[this.slider.active]?.content;
      if (!position) return;
      const [caption, table] = position.cloneNode(true).children;
      this.caption ??= this.figure.querySelector("figcaption");
      this.caption.replaceChildren(...caption.childNodes);
      if (table.childNodes.length) this.still.replaceChildren(...this.still.querySelectorAll("style"), ...table.childNodes);
    }

    tell() {
      const { active, steps, currentvalue } = this.slider;
      this.div.setAttribute("aria-valuenow", active);
      this.div.setAttribute("aria-valuetext", plain(currentvalue.prefix + steps[active].label));
    }

    letStep() {
      const last = this.slider.steps.length - 1;
      this.div.setAttribute("role", "slider");
      this.div.setAttribute("aria-valuemin", 0);
      this.div.setAttribute("aria-valuemax", last);
      this.div.tabIndex = 0;
      this.tell();
      this.div.addEventListener("keydown", event => {
        const { active } = this.slider;
        const to = { ArrowRight: active + 1, ArrowLeft: active - 1, Home: 0, End: last }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        event.stopPropagation(); // a page may turn its leaves with the same keys
        this.keyTime = event.timeStamp;
        this.go(to);
      });
      this.div.on("plotly_sliderchange", ({ slider }) => this.go(slider.active));
      this.div.on("plotly_hover", ({ points: [point], event }) => this.pointAt(point, event));
      const { heads, plays } = this.layout.meta ?? {};
      if (plays) this.letPlay(last);
      if (heads) this.div.on("plotly_click", ({ points: [{ x, y }] }) => this.go(this.slider.active ? 0 : 1 + at(heads.tops, y) * heads.lefts.length + at(heads.lefts, x)));
    }

    // A button that walks through all positions, from the first one again where it stands at the last.
    letPlay(last) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "attentionkit-play" });
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
      this.div.after(button);
    }
  }

  const at = (starts, place) => starts.findLastIndex(start => start <= place);

  const plain = html => new DOMParser().parseFromString(html, "text/html").body.textContent;

  // "annotations[0].text" → annotations, 0, text
  function set(object, path, value) {
    const names = path.split(/[.[\]]+/);
    const last = names.pop();
    for (const name of names) object = object[name] ??= {};
    object[last] = value;
  }

  // The bundle of plotly.js that travels with a notebook is the basic one, a quarter of the whole: it knows no heatmaps. They become
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
        ...(layout.sliders ? { sliders: layout.sliders.map(slider => ({ ...slider, steps: slider.steps.map(({ label }) => ({ label, method: "skip" })) })) } : {}),
      },
    };
  }

  const grids = new WeakMap(); // heatmap → its numbers in one array, and its size

  function gridOf(trace) {
    if (!grids.has(trace)) grids.set(trace, read(trace.z));
    return grids.get(trace);
  }

  function read(z) {
    if (Array.isArray(z)) return { numbers: z.flat(), rows: z.length, columns: z[0].length };
    const [rows, columns] = z.shape.split(",").map(Number);
    const bytes = Uint8Array.from(atob(z.bdata), character => character.charCodeAt(0));
    return { numbers: new Float32Array(bytes.buffer), rows, columns };
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
      ...(hovertext ? { hovertext: hovertext.flat(), hoverlabel: { bgcolor: Array.from(numbers, value => isNumber(value) ? colorOf(trace, value) : "#d4d4d4") } } : {}),
      ...(hovertemplate ? { hovertemplate: hovertemplate.replace("%{z", "%{customdata"), customdata: Array.from(numbers), meta: { numbers: true } } : {}),
      ...(customdata ? { customdata: customdata.flat() } : {}),
    };
  }

  const images = new WeakMap(); // heatmap → PNG

  function imageOf(trace) {
    const { rows, columns } = gridOf(trace);
    if (!images.has(trace)) images.set(trace, paint(trace));
    return {
      source: images.get(trace), xref: trace.xaxis ?? "x", yref: trace.yaxis ?? "y", x: -0.5, y: -0.5, sizex: columns, sizey: rows,
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

  const colorOf = (trace, value) => `rgb(${rgbOf(trace, value).join()})`;

  // Straight between two stops, which are at equal distances.
  function rgbOf({ zmin, zmax, colorscale }, value) {
    const stops = stopsOf(colorscale);
    const position = Math.min(Math.max((value - zmin) / (zmax - zmin), 0), 1) * (stops.length - 1);
    const i = Math.min(Math.floor(position), stops.length - 2);
    return stops[i].map((from, channel) => Math.round(from + (stops[i + 1][channel] - from) * (position - i)));
  }

  const parsed = new WeakMap(); // colour scale → its colours as numbers

  function stopsOf(colorscale) {
    if (!parsed.has(colorscale)) parsed.set(colorscale, colorscale.map(([, hex]) => [1, 3, 5].map(digit => parseInt(hex.slice(digit, digit + 2), 16))));
    return parsed.get(colorscale);
  }

  const figures = () => document.querySelectorAll("figure.attentionkit");
  const watchFigures = () => figures().forEach(figure => {
    if (watched.has(figure)) return;
    watched.add(figure);
    sizes.observe(figure);
  });
  const refreshFigures = () => figures().forEach(figure => charts.get(figure)?.refresh());

  function start() {
    const style = document.createElement("style");
    style.textContent = ".attentionkit-chart image{image-rendering:pixelated}";
    document.head.append(style);
    new MutationObserver(watchFigures).observe(document, { childList: true, subtree: true });
    watchFigures();
  }

  document.addEventListener("attentionkit:plotly", () => figures().forEach(fit));
  // While a page is still being read, a figure may be there before its JSON is.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  // Pages turn dark by a class or an attribute on their root, or with the system.
  const theme = new MutationObserver(refreshFigures);
  [document.documentElement, document.body].filter(Boolean).forEach(root => theme.observe(root, { attributes: true }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refreshFigures);
})();
