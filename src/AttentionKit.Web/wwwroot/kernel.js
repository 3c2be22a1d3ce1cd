// What runs the cells: one worker at a time, started when it is first needed, ended and started again when it must be.
const BytesOfText = 1 << 16;

export class Stopped extends Error {}

export class Kernel {
  #worker;
  #ready;
  #memory;
  #calls = new Map();
  #nCalls = 0;
  #history = [];
  #isReplaying = false;
  #page;

  // page: { output(message), progress(bytes), readLine(): Promise<string> }
  constructor(page) { this.#page = page; }

  get canStopGently() { return self.crossOriginIsolated === true; }

  get isStarted() { return this.#worker !== undefined; }

  start() { return this.#ready ??= this.#open(); }

  async run(cell, code) {
    await this.start();
    if (this.#memory) Atomics.store(this.#memory, 0, 0);
    const succeeded = await this.#call("run", { cell, code });
    this.#history.push({ cell, code });
    return succeeded;
  }

  async complete(code, position) { await this.start(); return this.#call("complete", { code, position }); }

  async describe(code, position) { await this.start(); return this.#call("describe", { code, position }); }

  // Asks the running cell to end: its own loops ask at every turn. What is in a library's code does not, and is ended after a while.
  async stop(running) {
    if (this.#memory) {
      Atomics.store(this.#memory, 0, 1);
      this.#type("");
      const ended = await Promise.race([running.then(() => true, () => true), new Promise(end => setTimeout(end, 3000, false))]);
      if (ended) return { replayed: null };
    }
    return { replayed: await this.#replay() };
  }

  // Forgets all variables.
  async restart() {
    this.#history = [];
    this.#end();
    await this.start();
  }

  // A worker that was ended takes all variables with it: a new one runs what had run before.
  async #replay() {
    const before = this.#history;
    this.#history = [];
    this.#end();
    this.#isReplaying = true;
    try {
      for (const { cell, code } of before) await this.run(cell, code);
    } finally {
      this.#isReplaying = false;
    }
    return before.length;
  }

  #end() {
    this.#worker?.terminate();
    for (const { reject } of this.#calls.values()) reject(new Stopped());
    this.#calls.clear();
    this.#worker = this.#ready = this.#memory = undefined;
  }

  // From a blob, a worker has the page's content security policy, whatever headers the server sends with its script.
  #open() {
    const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(new URL("worker.js", import.meta.url).href)};`], { type: "text/javascript" }));
    const worker = this.#worker = new Worker(script, { type: "module" });
    if (this.canStopGently) {
      this.#memory = new Int32Array(new SharedArrayBuffer(16 + BytesOfText));
    }
    return new Promise((resolve, reject) => {
      worker.onerror = event => reject(new Error(event.message ?? "the worker could not be started"));
      worker.onmessage = ({ data }) => this.#receive(data, resolve, reject);
    }).finally(() => URL.revokeObjectURL(script));
  }

  #receive(data, resolve, reject) {
    switch (data.type) {
      case "progress":
        return this.#page.progress(data.bytes);
      case "ready":
        if (this.#memory) this.#worker.postMessage({ type: "share", memory: this.#memory.buffer });
        return resolve(data.bytes);
      case "failed":
        return reject(new Error(data.message));
      case "output":
        if (!this.#isReplaying) this.#page.output(JSON.parse(data.message));
        return;
      case "readLine":
        return this.#page.readLine().then(line => this.#type(line));
      case "answer": {
        const call = this.#calls.get(data.id);
        this.#calls.delete(data.id);
        return data.error === undefined ? call?.resolve(data.value) : call?.reject(new Error(data.error));
      }
    }
  }

  #type(line) {
    const text = new TextEncoder().encode(line).slice(0, BytesOfText);
    new Uint8Array(this.#memory.buffer).set(text, 16);
    this.#memory[2] = text.length;
    Atomics.store(this.#memory, 1, 1);
    Atomics.notify(this.#memory, 1);
  }

  #call(type, message) {
    const id = ++this.#nCalls;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#worker.postMessage({ type, id, ...message });
    });
  }
}
