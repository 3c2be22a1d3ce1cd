// How large a chart is drawn: in its own pixels, and how many of the page's pixels each of those takes.
const smallestText = 11, textForARoom = 27; // pixels
const sliderHeight = 76;

// Plots become narrower as long as their numbers and names stand beside each other. What is still too wide shrinks
// until its smallest
// text has 11 px, and then scrolls. For a room, every text has 27 px or more, and plots become as low as their rows of
// numbers allow.
function sizeOf({ data, layout }, room, isLarge) {
  const text = textSize(data, layout), titled = withTitleIn(layout, room.width);
  const { margin } = titled, keeps = keepsItsShape(data, layout);
  if (isLarge) {
    const scale = textForARoom / text, wide = room.width / scale, high = room.height / scale;
    const sides = margin.l + margin.r, ends = margin.t + margin.b - (layout.sliders ? sliderHeight : 0);
    const width = keeps ? layout.width : Math.max(sides + leastWidth(data, layout), Math.min(wide, 2 * layout.width));
    const height = keeps ? ends + layout.height - layout.margin.t - layout.margin.b
        : Math.max(ends + leastHeight(data, layout), high);
    return { width, height, scale, ownSlider: true };
  }
  const least = keeps ? layout.width : Math.min(layout.width, margin.l + margin.r + leastWidth(data, layout));
  const width = Math.max(least, Math.min(layout.width, room.width));
  const scale = Math.min(1, Math.max(smallestText / text, room.width / width));
  const scrolls = width * scale > room.width + 1, height = layout.height;
  return { width, height: height - (scrolls && layout.sliders ? sliderHeight : 0), scale, ownSlider: scrolls };
}

// The layout at that size. A title that is longer than the figure is wide goes on in a second line.
function sized(layout, { width, height, ownSlider }, seen) {
  const result = withTitleIn(layout, Math.min(width, seen));
  const more = result.margin.t - layout.margin.t;
  const slider = ownSlider && layout.sliders ? sliderHeight : 0;
  return {
    ...result, width, height: height + more, margin: { ...result.margin, b: layout.margin.b - slider },
    ...(ownSlider ? { sliders: undefined } : {}),
    legend: { ...layout.legend, x: beside(layout, width) },
  };
}

// A legend at the right keeps its distance in pixels.
function beside({ legend, width, margin: { l, r } }, now) {
  return legend.x > 1 ? 1 + (legend.x - 1) * (width - l - r) / (now - l - r) : legend.x;
}

function withTitleIn(layout, width) {
  const size = layout.title.font.size, room = Math.max(8, Math.floor((width - 24) / (0.55 * size)));
  const lines = [];
  for (const word of layout.title.text.split(" ")) {
    if (lines.length && lines.at(-1).length + word.length < room) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  const more = (lines.length - 1) * Math.ceil(1.3 * size);
  const pad = { ...layout.title.pad, t: layout.title.pad.t + (lines.length - 1) * 0.75 * size };
  return { ...layout, title: { ...layout.title, text: lines.join("<br>"), pad },
      margin: { ...layout.margin, t: layout.margin.t + more } };
}

function textSize(data, layout) {
  const sizes = [layout.font.size, ...data.map(trace => trace.textfont?.size),
      ...(layout.annotations ?? []).map(note => note.font?.size)];
  return Math.min(...sizes.filter(size => size > 0));
}

// Several plots, a grid of heads and the words of a sentence are laid out by pixels: squeezed, they would lie on each
// other.
const keepsItsShape = (data, layout) => !!layout.meta?.heads || data.some(trace => trace.type === "bar" && trace.text)
  || Object.entries(layout)
      .some(([name, { domain } = {}]) => name.startsWith("xaxis") && domain && domain.join() !== "0,1");

const lengthOf = axis => Math.abs(axis.range[1] - axis.range[0]);
const longest = texts => Math.max(0, ...texts.flatMap(text => String(text).split("<br>")).map(line => line.length));
const axisOf = (layout, id, name) => layout[id ? id.replace(name, `${name}axis`) : `${name}axis`];

function leastWidth(data, layout) {
  const cells = data.filter(trace => trace.mode === "text")
    .map(trace => (0.62 * longest(trace.text) * trace.textfont.size + 4) * lengthOf(axisOf(layout, trace.xaxis, "x")));
  const names = Object.entries(layout).filter(([name, axis]) => name.startsWith("xaxis") && axis.showticklabels)
    .map(([, { ticktext, tickangle }]) =>
        ticktext.length * (tickangle ? 1.4 : 0.6 * longest(ticktext) + 0.3) * layout.font.size);
  return Math.max(170, ...cells, ...names);
}

function leastHeight(data, layout) {
  const cells = data.filter(trace => trace.mode === "text")
      .map(trace => 1.3 * trace.textfont.size * lengthOf(axisOf(layout, trace.yaxis, "y")));
  const names = Object.entries(layout).filter(([name, axis]) => name.startsWith("yaxis") && axis.showticklabels)
    .map(([, { ticktext }]) => ticktext.length * 1.3 * layout.font.size);
  return Math.max(120, ...cells, ...names);
}
