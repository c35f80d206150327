// Keeps one version of the site for use without a network. Written by the build: see xtask/site.
const VERSION = "{version}";
const FILES = {files};

const root = new URL("./", location.href).href;
// Other sites of this origin have caches of their own.
const mine = `faultyard ${root} `;
const listed = new Set(FILES.map((file) => new URL(file, root).href));

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));

async function keep() {
  const cache = await caches.open(mine + VERSION);
  await cache.addAll([...listed].map((address) => new Request(address, { cache: "no-cache" })));
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(mine) && name !== mine + VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  address.hash = "";
  // A page reads its settings itself; the file is the same.
  if (request.mode === "navigate") address.search = "";
  if (request.method === "GET" && listed.has(address.href)) event.respondWith(kept(address.href, request));
});

async function kept(address, request) {
  const cache = await caches.open(mine + VERSION);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}

// A page that starts asks whether this version, which waits, takes over: only where no other page is open, so that
// none mixes two versions.
addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOver(event.ports[0]));
});

async function takeOver(port) {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const alone = open.filter((client) => client.url.startsWith(root)).length < 2;
  port.postMessage(alone);
  if (alone) await skipWaiting();
}
