// What a cell gives, shown below it.
import { clean } from "./clean.js";

const MostCharacters = 1_000_000;

export class Outputs {
  #element;
  #places = new Map(); // display id → element
  #isClearing = false;

  constructor(element) { this.#element = element; }

  get element() { return this.#element; }

  clear() {
    this.#element.replaceChildren();
    this.#places.clear();
  }

  // What another cell displayed under that id is updated there.
  has(id) { return this.#places.has(id); }

  say(words) { this.#add(text("note", words)); }

  add(message) {
    if (message.type === "clear") {
      this.#isClearing = message.wait;
      if (!message.wait) this.clear();
      return;
    }
    if (this.#isClearing) this.clear();
    this.#isClearing = false;
    switch (message.type) {
      case "stream":
        return this.#stream(message);
      case "display":
      case "result":
        return this.#show(message);
      case "update":
        return this.#places.get(message.id)?.replaceChildren(...dataOf(message.data));
      case "error":
        return this.#add(errorOf(message));
    }
  }

  #stream({ name, text: piece }) {
    const last = this.#element.lastElementChild;
    if (!last?.matches(`pre.${name}`)) return this.#add(text(name, piece));
    if (last.textContent.length < MostCharacters) last.append(piece);
    else if (!last.dataset.isFull) {
      last.dataset.isFull = "yes";
      last.append("\n… the rest is left out here: it is longer than a million characters.");
    }
  }

  #show({ id, data }) {
    const place = document.createElement("div");
    place.className = "output";
    place.append(...dataOf(data));
    if (id) this.#places.set(id, place);
    this.#add(place);
  }

  #add(element) { this.#element.append(element); }
}

function dataOf(data) {
  const html = data["text/html"] ?? data["image/svg+xml"];
  if (html !== undefined) {
    const rich = document.createElement("div");
    rich.className = "rich";
    rich.append(clean(html));
    // What only sets a page up, as a style and a script do, shows nothing.
    return [rich];
  }
  const picture = Object.keys(data).find(type => /^image\/(png|jpeg|gif|webp)$/.test(type));
  if (picture) {
    const image = new Image();
    image.src = `data:${picture};base64,${data[picture].trim()}`;
    image.alt = data["text/plain"] ?? "";
    return [image];
  }
  return [text("plain", data["text/plain"] ?? "")];
}

function errorOf({ name, lines }) {
  const error = text(name === "Stopped" ? "error stopped" : "error", "");
  error.append(...lines.flatMap(({ kind, text: line }, i) => {
    const span = document.createElement("span");
    span.className = kind.toLowerCase();
    span.textContent = line;
    return i === 0 ? [span] : ["\n", span];
  }));
  return error;
}

function text(kind, content) {
  const pre = document.createElement("pre");
  pre.className = kind;
  pre.append(content.replace(/\x1b\[[0-?]*[ -\/]*[@-~]/g, ""));
  return pre;
}
