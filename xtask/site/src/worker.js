// Keeps one version of the site for use without a network. Written by the build: see xtask/site.
//
// A file whose name has its content's hash is the same for ever, and comes from what is kept. All else is asked for
// each time, so that a new version is seen at once, and comes from what is kept where no answer comes. A page names its
// files by their hashes, so none mixes two versions; this worker goes when the last page that it serves is closed.
const VERSION = "{version}";
const FILES = {files};

const root = new URL("./", location.href).href;
// Other sites of this origin have caches of their own.
const mine = `faultyard ${root} `;
const listed = new Set(FILES.map((file) => new URL(file, root).href));
const hashed = /-[0-9a-f]{16}[._][^/]*$/;
// Who waits so long for an answer, in milliseconds, gets what is kept.
const PATIENCE = 3000;

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
  if (request.method === "GET" && listed.has(address.href)) event.respondWith(answer(address.href, request));
});

async function answer(address, request) {
  const cache = await caches.open(mine + VERSION);
  const kept = await cache.match(address, { ignoreVary: true });
  if (!kept) return fetch(request);
  if (hashed.test(address)) return kept;
  const fresh = fetch(request).then((answer) => (answer.ok ? answer : kept), () => kept);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh, late]);
}
