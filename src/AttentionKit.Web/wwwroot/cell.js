// One code cell of the page: its text, its buttons, and what it gives.
import { Editor } from "./editor.js";
import { Outputs } from "./outputs.js";

export class CodeCell extends EventTarget {
  #section;
  #original;
  #editor;
  #count;
  #undo;
  #isFresh = true; // what the page came with is shown until the cell runs

  constructor(section, number) {
    super();
    this.#section = section;
    this.id = section.dataset.cell;
    const source = section.querySelector("pre.source");
    this.#original = source.textContent;
    this.#editor = new Editor(this.#original, `Code of cell ${number}`);
    this.outputs = new Outputs(section.querySelector(".outputs"));
    this.outputs.element.setAttribute("role", "status");
    source.replaceWith(this.#tools(number), this.#editor.element);
    this.#editor.addEventListener("run", event => this.dispatchEvent(new CustomEvent("run", { detail: event.detail })));
    this.#editor.addEventListener("change", () => this.#changed());
  }

  get code() { return this.#editor.code; }

  set code(code) {
    this.#editor.code = code;
    this.#undo.hidden = !this.isChanged;
  }

  get isChanged() { return this.code !== this.#original; }

  focus() { this.#editor.focus(); }

  mark(line) { this.#editor.mark(line); }

  reset() {
    this.code = this.#original;
    this.#editor.mark(undefined);
  }

  wait() { this.#say("waits"); }

  waitNoMore() { this.#say(""); }

  start() {
    this.#editor.mark(undefined);
    this.outputs.clear();
    this.#isFresh = false;
    this.#say("runs");
  }

  end(succeeded) {
    this.#section.querySelector("form.ask")?.remove();
    this.#say(succeeded ? "ran" : "failed");
  }

  forgetRun() { this.#say(""); }

  say(words) { this.outputs.say(words); }

  // Waits for a line that the learner types below the cell.
  ask() {
    const form = document.createElement("form");
    form.className = "ask";
    const field = document.createElement("input");
    field.setAttribute("aria-label", "The cell waits for a line");
    field.placeholder = "The cell waits for a line: type it and press Enter";
    form.append(field);
    this.outputs.element.after(form);
    field.focus();
    return new Promise(resolve => form.addEventListener("submit", event => {
      event.preventDefault();
      form.remove();
      this.outputs.add({ type: "stream", name: "stdout", text: field.value + "\n" });
      resolve(field.value);
    }));
  }

  #changed() {
    this.#undo.hidden = !this.isChanged;
    this.dispatchEvent(new Event("change"));
  }

  #say(state) {
    this.#section.dataset.state = state;
    this.#count.textContent = state;
  }

  // By the mouse and by fingers; from the keyboard, Shift+Enter runs a cell, and so a cell is one stop of the Tab key.
  #tools(number) {
    const tools = document.createElement("div");
    tools.className = "tools";
    this.#count = document.createElement("span");
    this.#count.className = "state";
    this.#undo = this.#button("Reset", "Puts this cell back as it was", () => { this.reset(); this.#changed(); });
    this.#undo.hidden = true;
    tools.append(
      this.#button("▶ Run", `Runs cell ${number} (Shift+Enter)`, () => this.dispatchEvent(new CustomEvent("run", { detail: { goesOn: false } }))),
      this.#button("Run all above", `Runs the cells before cell ${number}`, () => this.dispatchEvent(new Event("runAbove"))),
      this.#undo, this.#count);
    return tools;
  }

  #button(label, title, act) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: label, title, tabIndex: -1 });
    button.addEventListener("click", act);
    return button;
  }
}
