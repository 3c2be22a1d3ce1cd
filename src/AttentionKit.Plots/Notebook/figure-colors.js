// A chart's colours on a dark page: zero recedes into the page, and one stands out.
const bytesOf = color => color.startsWith("#")
  ? (color.length < 7 ? [1, 2, 3].map(digit => 17 * parseInt(color[digit], 16)) : [1, 3,
      5].map(digit => parseInt(color.slice(digit, digit + 2), 16)))
  : (color.match(/[\d.]+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);
const hexOf = bytes => "#" + bytes.map(byte => Math.round(byte).toString(16).padStart(2, "0")).join("");
const mix = (from, to, share) => bytesOf(from).map((byte, i) => byte + (bytesOf(to)[i] - byte) * share);
const between = (from, to, share) => hexOf(mix(from, to, share));

// WCAG 2.1
const linear = byte => byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
const luminance = color =>
    bytesOf(color).map(linear).reduce((sum, light, i) => sum + light * [0.2126, 0.7152, 0.0722][i], 0);
const textOn = color => 1.05 / (luminance(color) + 0.05) > (luminance(color) + 0.05) / 0.05 ? "#fff" : "#000";

const lightScales = {
  one: ["#f7fbff", "#c6dbef", "#6baed6", "#2171b5", "#08306b"],
  two: ["#7f3b08", "#d9730d", "#fdd0a2", "#f7f7f7", "#c6dbef", "#4292c6", "#08306b"],
};
const darkScales = page => ({
  one: [between(page, "#3d8fd9", 0.07), between(page, "#2f7cc0", 0.5), "#3f8fd2", "#8cc4ee", "#eef7ff"],
  two: ["#ffe3c4", "#f0a04b", "#7a4312", between(page, "#ffffff", 0.04), "#1f4a73", "#5ba3e0", "#e3f1ff"],
});

// The colours of the page around a figure.
function pageOf(figure) {
  const ink = getComputedStyle(figure).color, isDark = luminance(ink) > 0.4;
  for (let element = figure; element; element = element.parentElement) {
    const color = getComputedStyle(element).backgroundColor;
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(color)) return { ink, isDark, paper: hexOf(bytesOf(color)) };
  }
  return { ink, isDark, paper: isDark ? "#1e1e1e" : "#ffffff" };
}

function darkened(data, paper) {
  const scales = darkScales(paper), ink = "#ececec", hatch = between(paper, ink, 0.14);
  const scaleOf = colors => scales[Object.keys(lightScales).find(name => lightScales[name].join() === colors.join())]
      ?? colors;
  const scale = stops => scaleOf(stops.map(([, color]) => color)).map((color, i, all) => [i / (all.length - 1), color]);
  const fill = color => {
    for (const name of Object.keys(lightScales)) {
      const place = placeOn(lightScales[name], color);
      if (place !== null) return colorAt(scales[name], place);
    }
    return color === "#d4d4d4" ? hatch : color === "#fff" ? paper : color;
  };
  const cells = data.filter(trace => trace.type === "heatmap")
      .map(trace => ({ ...trace, colorscale: scale(trace.colorscale) }));
  const darkCells = new Map(data.filter(trace => trace.type === "heatmap").map((trace, i) => [trace, cells[i]]));
  return data.map(trace => {
    if (darkCells.has(trace)) return darkCells.get(trace);
    const { marker, textfont } = trace, result = { ...trace };
    if (marker) {
      result.marker = { ...marker };
      if (marker.colorscale) result.marker.colorscale = scale(marker.colorscale);
      else if (Array.isArray(marker.color)) result.marker.color = marker.color.map(fill);
      else if (marker.color) result.marker.color = fill(marker.color);
      if (marker.pattern) result.marker.pattern = { ...marker.pattern, bgcolor: hatch,
          fgcolor: between(paper, ink, 0.32) };
    }
    if (textfont?.color) result.textfont = { ...textfont, color: textColors(trace, result, cells, ink) };
    return result;
  });
}

// Black or white in a cell, by its new colour; beside cells, the page's ink.
function textColors(trace, { marker }, cells, ink) {
  const { color } = trace.textfont;
  if (!Array.isArray(color)) return color === "#000" ? ink : color;
  if (Array.isArray(marker?.color)) return color.map((_, i) =>
      trace.textposition === "outside" ? ink : textOn(marker.color[i]));
  const below = cells.find(({ xaxis, yaxis, visible }) =>
      xaxis === trace.xaxis && yaxis === trace.yaxis && visible === trace.visible);
  return color.map((own, i) => {
    const value = below && valueAt(below, trace.y[i], trace.x[i]);
    return value === undefined || value === null || Number.isNaN(value) ? (own === "#000" ? ink : own)
        : textOn(colorOf(below, value));
  });
}

function valueAt(trace, row, column) {
  const { numbers, columns } = gridOf(trace);
  return column >= 0 && column < columns ? numbers[row * columns + column] : undefined;
}

function placeOn(stops, color) {
  const bytes = bytesOf(color);
  for (let i = 0; i + 1 < stops.length; i++) {
    const [from, to] = [bytesOf(stops[i]), bytesOf(stops[i + 1])];
    const along = to.map((byte, c) => byte - from[c]), length = along.reduce((sum, a) => sum + a * a, 0);
    const share = Math.min(1, Math.max(0, along.reduce((sum, a, c) => sum + a * (bytes[c] - from[c]), 0) / length));
    if (bytes.every((byte, c) => Math.abs(byte - from[c] - share * along[c]) < 1.5)) return (i + share) / (stops.length
        - 1);
  }
  return null;
}

function colorAt(stops, place) {
  const position = place * (stops.length - 1), i = Math.min(Math.floor(position), stops.length - 2);
  return between(stops[i], stops[i + 1], position - i);
}
