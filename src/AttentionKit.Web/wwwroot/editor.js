// The text of one cell: the browser's own text field, so that every keyboard, phone and screen reader knows it, over the same text in colours.
import { coloured } from "./colors.js";

export class Editor extends EventTarget {
  #field = document.createElement("textarea");
  #colors = document.createElement("code");
  #wrong;

  constructor(code, label) {
    super();
    this.element = document.createElement("div");
    this.element.className = "editor source";
    const behind = document.createElement("pre");
    behind.setAttribute("aria-hidden", "true");
    behind.append(this.#colors);
    Object.assign(this.#field, { spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off", rows: 1 });
    this.#field.setAttribute("autocorrect", "off");
    this.#field.setAttribute("aria-label", label);
    this.element.append(behind, this.#field);
    this.#field.addEventListener("input", () => this.#changed());
    this.#field.addEventListener("keydown", event => this.#key(event));
    this.code = code;
  }

  get field() { return this.#field; }

  get code() { return this.#field.value; }

  set code(code) {
    this.#field.value = code;
    this.#paint();
  }

  focus() { this.#field.focus(); }

  // Underlines a line, from 1, until the text is changed.
  mark(line) {
    this.#wrong = line;
    this.#paint();
  }

  #changed() {
    this.#wrong = undefined;
    this.#paint();
    this.dispatchEvent(new Event("change"));
  }

  #paint() {
    const lines = this.code.split("\n");
    if (!(this.#wrong >= 1 && this.#wrong <= lines.length)) return this.#colors.replaceChildren(...coloured(this.code), "\n");
    const wrong = document.createElement("span");
    wrong.className = "wrong";
    wrong.append(...coloured(lines[this.#wrong - 1]));
    const before = lines.slice(0, this.#wrong - 1).map(line => line + "\n").join("");
    const after = lines.slice(this.#wrong).map(line => "\n" + line).join("");
    this.#colors.replaceChildren(...coloured(before), wrong, ...coloured(after), "\n");
  }

  #key(event) {
    if (event.isComposing || event.key !== "Enter") return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent("run", { detail: { goesOn: event.shiftKey } }));
    } else if (!event.altKey) {
      event.preventDefault();
      this.#insertLine();
    }
  }

  // The next line starts where this one does, and further in after an opening brace. The browser's own undo knows of it.
  #insertLine() {
    const { selectionStart: at, value } = this.#field;
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
    const indent = line.match(/^[ \t]*/)[0] + (/[{(\[]\s*$/.test(line) ? "    " : "");
    if (!document.execCommand("insertText", false, "\n" + indent)) this.#field.setRangeText("\n" + indent, at, this.#field.selectionEnd, "end");
    this.#changed();
  }
}
