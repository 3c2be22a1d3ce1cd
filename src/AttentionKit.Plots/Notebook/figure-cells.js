// The numbers of a heatmap, and their colours.
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
  if (!parsed.has(colorscale)) parsed.set(colorscale,
      colorscale.map(([, hex]) => [1, 3, 5].map(digit => parseInt(hex.slice(digit, digit + 2), 16))));
  return parsed.get(colorscale);
}
