// Makes a lesson's page one in which its cells can be changed and run.
import { Kernel, Stopped } from "./kernel.js";
import { Store } from "./store.js";
import { CodeCell } from "./cell.js";
import { Bar } from "./bar.js";
import { saveNotebook } from "./notebook.js";

class Lesson {
  #cells = [];
  #queue = [];
  #running;
  #isWorking = false;
  #isStopping = false;
  #problem;
  #store = new Store();
  #name = document.querySelector("main").dataset.notebook;

  #kernel = new Kernel({
    progress: bytes => this.#bar.loading(bytes),
    output: message => this.#show(message),
    readLine: () => this.#running.cell.ask(),
  });

  #bar = new Bar({
    runAll: () => this.#run(this.#cells),
    stop: () => this.#stop(),
    restart: () => this.#restart(),
    reset: () => this.#reset(),
    save: () => saveNotebook(this.#name, new Map(this.#cells.filter(cell => cell.isChanged).map(cell => [cell.id, cell.code]))),
  });

  async open() {
    const edits = await this.#store.read(this.#name).catch(() => new Map());
    document.querySelectorAll("main section.code").forEach(section => this.#add(section, edits));
    document.querySelector("main").before(this.#bar.element);
    document.documentElement.dataset.cells = "ready";
  }

  #add(section, edits) {
    const cell = new CodeCell(section, this.#cells.length + 1);
    if (edits.has(cell.id)) cell.code = edits.get(cell.id);
    cell.addEventListener("run", ({ detail }) => this.#runOne(cell, detail.goesOn));
    cell.addEventListener("runAbove", () => this.#run(this.#cells.slice(0, this.#cells.indexOf(cell))));
    cell.addEventListener("change", () => this.#keep(cell));
    this.#cells.push(cell);
  }

  #keep(cell) {
    const kept = cell.isChanged ? this.#store.write(this.#name, cell.id, cell.code) : this.#store.forget(this.#name, cell.id);
    kept.catch(() => this.#bar.say("This browser keeps nothing for this page: save the notebook to keep your changes."));
  }

  #runOne(cell, goesOn) {
    this.#run([cell]);
    if (goesOn) (this.#cells[this.#cells.indexOf(cell) + 1] ?? cell).focus();
  }

  // One after another; the first that fails ends what was asked for together with it.
  async #run(cells) {
    for (const cell of cells) {
      if (this.#queue.includes(cell)) continue;
      cell.wait();
      this.#queue.push(cell);
    }
    if (this.#running || this.#isWorking) return;
    this.#isWorking = true;
    this.#problem = undefined;
    try {
      while (this.#queue.length > 0) await this.#runNext(this.#queue.shift());
    } finally {
      this.#isWorking = false;
      this.#bar.idle();
      if (this.#problem) this.#bar.failed(this.#problem);
    }
  }

  async #runNext(cell) {
    try {
      if (!this.#kernel.isStarted) this.#bar.loading(0);
      await this.#kernel.start();
      this.#bar.running();
      cell.start();
      const end = this.#kernel.run(cell.id, cell.code);
      this.#running = { cell, end };
      const succeeded = await end;
      cell.end(succeeded);
      if (!succeeded) this.#dropQueue();
    } catch (error) {
      cell.end(false);
      this.#dropQueue();
      if (!(error instanceof Stopped)) this.#problem = error;
    } finally {
      this.#running = undefined;
    }
  }

  #dropQueue() {
    for (const cell of this.#queue.splice(0)) cell.waitNoMore();
  }

  async #stop() {
    if (!this.#running || this.#isStopping) return;
    this.#isStopping = true;
    const { cell, end } = this.#running;
    this.#dropQueue();
    this.#bar.say("Stopping …");
    try {
      const { replayed } = await this.#kernel.stop(end);
      if (replayed !== null) cell.say(ended(replayed));
    } finally {
      this.#isStopping = false;
      this.#bar.idle();
    }
  }

  async #restart() {
    this.#dropQueue();
    this.#bar.say("Restarting …");
    await this.#kernel.restart();
    this.#cells.forEach(cell => cell.forgetRun());
    this.#bar.idle("All variables are forgotten. What you wrote is still here.");
  }

  async #reset() {
    if (!confirm("Put every cell of this lesson back as it was? What you wrote in it goes.")) return;
    for (const cell of this.#cells) {
      cell.reset();
      this.#keep(cell);
    }
    await (this.#kernel.isStarted ? this.#restart() : undefined);
    this.#bar.idle("Every cell is as it was.");
  }

  // An update goes to where the value was displayed, in whichever cell.
  #show(message) {
    const home = message.type === "update" ? this.#cells.find(cell => cell.outputs.has(message.id)) : this.#cells.find(cell => cell.id === message.cell);
    home?.outputs.add(message);
    if (message.type === "error" && message.line) home?.mark(message.line);
  }
}

const ended = replayed => "This cell was ended, and the variables with it: the browser can't stop it in another way. " +
  (replayed === 0 ? "No other cell had run before."
    : replayed === 1 ? "The cell that had run before was run again, so its variables are back."
      : `The ${replayed} cells that had run before were run again, so their variables are back.`);

await new Lesson().open();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(new URL("../service-worker.js", import.meta.url)).catch(() => { });
