// Runs the cells of one page: .NET, the compiler and the kit, in a thread of their own and apart from the page.
import { dotnet } from "./_framework/dotnet.js";

const framework = new URL("./_framework/", import.meta.url);
const get = fetch.bind(globalThis);
const Request = XMLHttpRequest;

// What few cells need is fetched when one does: what completes code while it is typed, and rare parts of the framework.
const laterParts = new RegExp("^(" + [
  "Humanizer", "Markdig", "Microsoft\\.CodeAnalysis\\.(CSharp\\.)?(Features|Workspaces|Scripting)", "Microsoft\\.CodeAnalysis\\.Elfie",
  "Microsoft\\.(DiaSymReader|VisualBasic|Win32)", "Mono\\.Cecil\\.(Mdb)", "System\\.(Composition|Configuration|Data|Diagnostics\\.(EventLog|PerformanceCounter|FileVersionInfo|Process|TraceSource)|" +
  "Drawing|Formats|IO\\.(IsolatedStorage|MemoryMappedFiles|Packaging|Pipes|Ports|FileSystem\\.(DriveInfo|Watcher|AccessControl))|" +
  "Linq\\.AsyncEnumerable|Net\\.(Http\\.Json|HttpListener|Mail|NameResolution|NetworkInformation|Ping|Quic|Requests|Security|ServerSentEvents|ServicePoint|Sockets|WebClient|WebHeaderCollection|WebProxy|WebSockets)|" +
  "Private\\.(DataContractSerialization|Xml)|Resources|Runtime\\.(Caching|Serialization)|Security\\.(AccessControl|Cryptography|Permissions|Principal)|ServiceModel|ServiceProcess|" +
  "Text\\.Encoding\\.CodePages|Threading\\.Tasks\\.Dataflow|Transactions|Web|Windows|Xml)", "WindowsBase",
].join("|") + ")(\\.|$)");

const nameOf = file => (file.virtualPath ?? file.name).replace(/\.(wasm|dll)$/, "");
const later = new Map(); // simple name → file name

let nLoaded = 0;
async function load(url) {
  const response = await get(url + ".gz");
  if (!response.ok) throw new Error(`${url}.gz: ${response.status}`);
  const counted = response.body.pipeThrough(new TransformStream({
    transform(piece, controller) {
      nLoaded += piece.length;
      postMessage({ type: "progress", bytes: nLoaded });
      controller.enqueue(piece);
    },
  }));
  const data = new Uint8Array(await new Response(counted).arrayBuffer());
  // A server that knows .gz may have unpacked it already.
  const isPacked = data[0] === 0x1f && data[1] === 0x8b;
  const body = isPacked ? new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip")) : data;
  return new Response(body, { headers: { "content-type": "application/wasm" } });
}

let shared; // Int32Array of memory that the page writes to: whether to stop, whether a line is typed, its length, and its text
const fromPage = {
  show: message => postMessage({ type: "output", message }),
  isStopAsked: () => shared !== undefined && Atomics.load(shared, 0) === 1,
  readLine: () => {
    if (!shared) return null;
    Atomics.store(shared, 1, 0);
    postMessage({ type: "readLine" });
    Atomics.wait(shared, 1, 0);
    return new TextDecoder().decode(new Uint8Array(shared.buffer).slice(16, 16 + shared[2]));
  },
  fetchAssembly: name => {
    const file = later.get(name);
    if (!file) return new Uint8Array();
    const request = new Request();
    request.open("GET", new URL(file + ".gz", framework), false);
    request.responseType = "arraybuffer";
    request.send();
    return request.status === 200 ? new Uint8Array(request.response) : new Uint8Array();
  },
};

async function start() {
  const runtime = await dotnet
    .withResourceLoader((type, name, url) => type === "assembly" || type === "dotnetwasm" ? load(url) : undefined)
    .withModuleConfig({
      onConfigLoaded: config => {
        const all = config.resources.assembly;
        for (const file of all) if (laterParts.test(nameOf(file))) later.set(nameOf(file), file.name);
        config.resources.assembly = all.filter(file => !later.has(nameOf(file)));
      },
    })
    .create();
  runtime.setModuleImports("worker", fromPage);
  await runtime.runMain();
  close();
  const cells = (await runtime.getAssemblyExports(runtime.getConfig().mainAssemblyName)).AttentionKit.Web.Cells;
  const { assembly, coreAssembly } = runtime.getConfig().resources;
  cells.Open(coreAssembly.concat(assembly).map(nameOf).join(" "));
  return cells;
}

// From here on the code of cells runs, which a stranger may have written: nothing leads from it to what the page keeps, or out.
function close() {
  const doors = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "Worker", "SharedWorker", "BroadcastChannel",
    "indexedDB", "IDBFactory", "caches", "CacheStorage", "cookieStore", "Notification", "importScripts"];
  for (const holder of [globalThis, WorkerGlobalScope.prototype, DedicatedWorkerGlobalScope.prototype])
    for (const door of doors) delete holder[door];
  for (const door of ["storage", "serviceWorker", "locks", "usb", "serial", "hid", "gpu", "permissions", "sendBeacon"]) delete WorkerNavigator.prototype[door];
}

const cells = start();
const answers = {
  run: async ({ cell, code }) => (await cells).Run(cell, code),
  complete: async ({ code, position }) => JSON.parse(await (await cells).Complete(code, position)),
  describe: async ({ code, position }) => (await cells).Describe(code, position),
};

cells.then(() => postMessage({ type: "ready", bytes: nLoaded }), error => postMessage({ type: "failed", message: String(error?.message ?? error) }));

onmessage = async ({ data }) => {
  if (data.type === "share") shared = new Int32Array(data.memory);
  else
    try {
      postMessage({ type: "answer", id: data.id, value: await answers[data.type](data) });
    } catch (error) {
      postMessage({ type: "answer", id: data.id, error: String(error?.message ?? error) });
    }
};
