// The buttons for the whole lesson, and a line that says what goes on.
const size = bytes => `${(bytes / 1e6).toFixed(1)} MB`;

export class Bar {
  #words = document.createElement("span");
  #stop;

  // act: { runAll, stop, restart, reset, save }
  constructor(act) {
    this.element = document.createElement("div");
    this.element.className = "bar";
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", "This lesson");
    this.#words.className = "words";
    this.#words.setAttribute("role", "status");
    this.#stop = button("■ Stop", "Ends the cell that runs", act.stop);
    this.element.append(
      button("▶▶ Run all", "Runs every cell", act.runAll), this.#stop,
      button("Restart", "Forgets all variables; what you wrote stays", act.restart),
      button("Reset", "Puts every cell back as it was", act.reset),
      button("Save as notebook", "Saves the lesson with what you wrote, for VS Code or Jupyter", act.save),
      this.#words);
    this.idle("Cells can be changed and run here: Shift+Enter runs one. The first run loads .NET, once.");
  }

  say(words) { this.#words.textContent = words; }

  loading(bytes) { this.say(bytes === 0 ? "Loading .NET and the compiler …" : `Loading .NET and the compiler: ${size(bytes)} …`); }

  running() {
    this.#stop.disabled = false;
    this.say("Running …");
  }

  idle(words = "") {
    this.#stop.disabled = true;
    this.say(words);
  }

  failed(error) {
    this.say(`Cells can't run in this browser: ${error.message}. The page can still be read, and the notebook saved for VS Code.`);
  }
}

function button(label, title, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", textContent: label, title });
  element.addEventListener("click", act);
  return element;
}
