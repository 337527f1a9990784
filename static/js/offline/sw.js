// The service worker. VERSION, FILES and KINDS stand above, written by the server: /sw.js is this file behind them.
// It keeps the empty shell with its styles and scripts, never a page of a signed-in person and no answer to a POST;
// a question noted without signal stays on the phone until there is some (notes.js).

const SHELL = "/luring";
const LIBRARY = "pstku-pustaka";
const SHELL_CACHE = `pstku-kulit-${VERSION}`;
const NOTES = "pstku-catatan";
const NOTE = "/catat";
const LEARNING = new RegExp(`^/(jawab|catat|luring|belajar|belajar/istilah|belajar/(${KINDS.join("|")})(/[^/]+)?)?$`);
const ELSEWHERE = /^\/(kiosk|static)\//; // the tablet has a way of its own
const PATIENCE = 4000;
const NOTE_PATIENCE = 10_000;

self.addEventListener("install", (event) => {
  const requests = [SHELL, ...FILES].map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("pstku-kulit-") && name !== SHELL_CACHE;
  const clean = caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))));
  event.waitUntil(clean.then(() => self.clients.claim()));
});

const shell = () => caches.match(SHELL, { cacheName: SHELL_CACHE });

// The page from the server; the shell when the network fails, or is silent for 4 s and the library is on this phone.
async function page(request) {
  const live = fetch(request);
  live.catch(() => {}); // it may fail after the shell has answered
  const waited = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  try {
    return (await Promise.race([live, waited])) ?? ((await caches.has(LIBRARY)) ? await shell() : await live);
  } catch (reason) {
    const kept = await shell();
    if (kept) return kept;
    throw reason;
  }
}

// Any other page from the server; without signal the shell, which says that it needs one.
async function onlinePage(request) {
  try {
    return await fetch(request);
  } catch (reason) {
    const kept = await shell();
    if (kept) return kept;
    throw reason;
  }
}

// A navigation cannot be given up by a signal of ours, only left alone.
function inTime(answer, patience) {
  answer.catch(() => {}); // it may fail after we have left
  return Promise.race([answer, new Promise((_, refuse) => { setTimeout(refuse, patience, new Error("no answer in time")); })]);
}

// Catat: saya ditanya ini, sent without signal from one's own phone; one that arrives late as well is known by its id.
async function note(request) {
  const copy = request.clone();
  try {
    return await inTime(fetch(request), NOTE_PATIENCE);
  } catch (reason) {
    const mine = await caches.match("/luring/pustaka.json?keterangan", { cacheName: LIBRARY });
    if (!mine) throw reason;
    const fields = Object.fromEntries(await copy.formData());
    const { owner } = await mine.json();
    const kept = { visit_id: fields.visit_id, need: fields.need, occupation: fields.occupation ?? "", do: fields.do };
    const shelf = await caches.open(NOTES);
    await shelf.put(`${NOTE}/${kept.visit_id}`, new Response(JSON.stringify({ ...kept, written_at: Date.now(), owner })));
    return Response.redirect(`${NOTE}?disimpan=1`, 303);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === "POST" && address.pathname === "/keluar") {
    event.waitUntil(Promise.all([caches.delete(LIBRARY), caches.delete(NOTES)]));
  }
  if (request.method === "POST" && request.mode === "navigate" && address.pathname === NOTE) event.respondWith(note(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && LEARNING.test(address.pathname)) event.respondWith(page(request));
  else if (request.mode === "navigate" && !ELSEWHERE.test(address.pathname)) event.respondWith(onlinePage(request));
  else if (FILES.includes(address.pathname + address.search)) {
    event.respondWith(caches.match(request, { cacheName: SHELL_CACHE }).then((kept) => kept ?? fetch(request)));
  }
});
