// What the learner has written, kept in this browser: by notebook and cell.
const open = name => new Promise((resolve, reject) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("edits");
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Store {
  #database;

  #edits(mode) {
    this.#database ??= open("attentionkit");
    return this.#database.then(database => database.transaction("edits", mode).objectStore("edits"));
  }

  // Every cell of a notebook that was changed: id → code.
  async read(notebook) {
    const range = IDBKeyRange.bound([notebook], [notebook, []]);
    const edits = await this.#edits("readonly");
    const [keys, codes] = await Promise.all([done(edits.getAllKeys(range)), done(edits.getAll(range))]);
    return new Map(keys.map(([, cell], i) => [cell, codes[i]]));
  }

  async write(notebook, cell, code) { await done((await this.#edits("readwrite")).put(code, [notebook, cell])); }

  async forget(notebook, cell) { await done((await this.#edits("readwrite")).delete([notebook, cell])); }
}
