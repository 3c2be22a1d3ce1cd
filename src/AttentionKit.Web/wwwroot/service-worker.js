// Keeps the site for visits without a network, and lets its pages share memory with their workers, so that a cell can be stopped gently.
const cacheName = "attentionkit-" + "version";
const files = ["files"];

self.addEventListener("install", event => event.waitUntil(install()));
self.addEventListener("activate", event => event.waitUntil(activate()));
self.addEventListener("fetch", event => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(answer(request));
});

async function install() {
  await (await caches.open(cacheName)).addAll(files);
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("attentionkit-") && name !== cacheName) await caches.delete(name);
  await self.clients.claim();
}

// The runtime is large and changes with the cache's name; pages are looked for on the network first.
async function answer(request) {
  const cache = await caches.open(cacheName);
  const { pathname } = new URL(request.url);
  const isRuntime = pathname.includes("/web/_framework/");
  const kept = await cache.match(pathname.endsWith("/") ? pathname + "index.html" : request, { ignoreSearch: true });
  if (isRuntime && kept) return kept;
  try {
    const fresh = await fetch(request);
    if (isRuntime && fresh.ok) await cache.put(request, fresh.clone());
    return request.mode === "navigate" ? isolated(fresh) : fresh;
  } catch (error) {
    if (kept) return request.mode === "navigate" ? isolated(kept) : kept;
    throw error;
  }
}

function isolated(response) {
  if (response.type === "opaqueredirect" || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
