// Keeps one version of the site for use without a network. Written by the build: see xtask/site.
//
// What every page needs is kept at once, a lab when it is visited: its page, its program, its sources. A file whose
// name has its content's hash is the same for ever, and comes from what is kept. All else is asked for each time, so
// that a new version is seen at once, and comes from what is kept where no answer comes. A page names its files by
// their hashes, so none mixes two versions; this worker goes when the last page that it serves is closed.
const VERSION = "{version}";
const FILES = {files};
const LABS = {labs};
const LIVE = "{live}";

const root = new URL("./", location.href).href;
// Other sites of this origin have caches of their own.
const mine = `faultyard ${root} `;
const full = (file) => new URL(file, root).href;
const listed = new Set([...FILES, ...Object.values(LABS).flat()].map(full));
const hashed = /-[0-9a-f]{16}[._][^/]*$/;
// Who waits so long for an answer, in milliseconds, gets what is kept.
const PATIENCE = 3000;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(tidy()));

async function keep(files) {
  const cache = await caches.open(mine + VERSION);
  await cache.addAll(files.map((file) => new Request(full(file), { cache: "no-cache" })));
}

// With the labs that are open now, and those that an older version had.
async function install() {
  await keep(FILES);
  const open = await clients.matchAll({ includeUncontrolled: true });
  const older = await Promise.all(
    (await caches.keys()).filter((name) => name.startsWith(mine)).map(async (name) => (await caches.open(name)).keys()),
  );
  const seen = new Set([...open, ...older.flat()].map(({ url }) => labOf(url)));
  for (const lab of seen) if (lab) await keep(LABS[lab]);
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(mine) && name !== mine + VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// The lab whose page this is, in full or for a frame; of the first page, the one that is live on it.
function labOf(url) {
  const address = new URL(url);
  const page = address.origin + address.pathname;
  if (page === root) return LIVE;
  return Object.keys(LABS).find((lab) => page === full(`lab/${lab}/`) || page === full(`embed/${lab}/`));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  address.hash = "";
  // A page reads its settings itself; the file is the same.
  if (request.mode === "navigate") address.search = "";
  if (request.method !== "GET" || !listed.has(address.href)) return;
  event.respondWith(answer(address.href, request));
  const lab = request.mode === "navigate" && labOf(address.href);
  if (lab) event.waitUntil(keepLab(lab));
});

// A lab is kept whole or not at all; what fails is tried again at the next visit.
async function keepLab(lab) {
  const cache = await caches.open(mine + VERSION);
  const kept = await Promise.all(LABS[lab].map((file) => cache.match(full(file), { ignoreVary: true })));
  if (kept.some((file) => !file)) await keep(LABS[lab]).catch(() => {});
}

async function answer(address, request) {
  const cache = await caches.open(mine + VERSION);
  const kept = await cache.match(address, { ignoreVary: true });
  if (!kept) return fetch(request);
  if (hashed.test(address)) return kept;
  const fresh = fetch(request).then((answer) => (answer.ok ? answer : kept), () => kept);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh, late]);
}
