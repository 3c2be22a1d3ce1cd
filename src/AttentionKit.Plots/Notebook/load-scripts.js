(async scripts => {
  const inflate = data => {
    let at = 10, bits = 0, nBits = 0, length = 0;
    const result = new Uint8Array(new DataView(data.buffer).getUint32(data.length - 4, true));
    const take = count => {
      for (; nBits < count; nBits += 8) bits |= data[at++] << nBits;
      const value = bits & ((1 << count) - 1);
      bits >>>= count;
      nBits -= count;
      return value;
    };
    const codeOf = lengths => {
      const symbols = new Map();
      let code = 0;
      for (let size = 1; size < 16; size++, code <<= 1)
        lengths.forEach((one, symbol) => { if (one === size) symbols.set(1 << size | code++, symbol); });
      return () => {
        for (let prefix = 1; ;) {
          prefix = prefix << 1 | take(1);
          if (symbols.has(prefix)) return symbols.get(prefix);
          if (prefix > 65535) throw new Error("not a gzip file");
        }
      };
    };
    const range = (count, item) => Array.from({ length: count }, (_, i) => item(i));
    const lengthExtra = i => i < 8 || i === 28 ? 0 : (i >> 2) - 1;
    const distanceExtra = i => i < 4 ? 0 : (i >> 1) - 1;
    const bases = (count, first, extra) => {
      let base = first;
      return range(count, i => (base += i ? 1 << extra(i - 1) : 0));
    };
    const lengthBase = bases(28, 3, lengthExtra).concat(258), distanceBase = bases(30, 1, distanceExtra);
    const fixed = () => [codeOf(range(288, i => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
        codeOf(range(30, () => 5))];
    const dynamic = () => {
      const nSymbols = take(5) + 257, nDistances = take(5) + 1, nLengths = take(4) + 4,
          order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
      const first = range(19, () => 0);
      for (let i = 0; i < nLengths; i++) first[order[i]] = take(3);
      const next = codeOf(first), lengths = [];
      while (lengths.length < nSymbols + nDistances) {
        const symbol = next();
        if (symbol < 16) lengths.push(symbol);
        else {
          const repeated = symbol === 16 ? lengths[lengths.length - 1] : 0;
          for (let n = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7); n > 0;
          n--) lengths.push(repeated);
        }
      }
      return [codeOf(lengths.slice(0, nSymbols)), codeOf(lengths.slice(nSymbols))];
    };
    const stored = () => {
      bits = nBits = 0;
      const size = data[at] | data[at + 1] << 8;
      result.set(data.subarray(at + 4, at + 4 + size), length);
      at += 4 + size;
      length += size;
    };
    const block = ([symbolOf, distanceOf]) => {
      for (let symbol; (symbol = symbolOf()) !== 256;) {
        if (symbol < 256) result[length++] = symbol;
        else {
          const count = lengthBase[symbol - 257] + take(lengthExtra(symbol - 257)), code = distanceOf();
          const from = length - distanceBase[code] - take(distanceExtra(code));
          for (let i = 0; i < count; i++) result[length++] = result[from + i];
        }
      }
    };
    for (let last = 0; !last;) {
      last = take(1);
      const type = take(2);
      if (type === 0) stored();
      else block(type === 1 ? fixed() : dynamic());
    }
    return result;
  };
  const unpack = async text => {
    const data = Uint8Array.from(atob(text), character => character.charCodeAt(0));
    if (!window.DecompressionStream) return new TextDecoder().decode(inflate(data));
    return new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const run = text => {
    const script = document.createElement("script");
    script.textContent = `(function (module, exports, define) {${text}\n}).call(window)`;
    document.head.append(script);
    script.remove();
  };
  run(await unpack(scripts.figures));
  if (!window.Plotly) run(await unpack(scripts.plotly));
  document.dispatchEvent(new Event("attentionkit:plotly"));
})
