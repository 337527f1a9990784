// The tablet's service worker. VERSION, BUILD and FILES stand above, written by the server: /kiosk/sw.js is this file behind
// them. It keeps the document without anybody in it and what that needs; no answer to a guest and nothing of one.

const HOME = "/kiosk/";
const SHELL = "/kiosk/luring";
const KIND = "kios-kulit-";
const CACHE = KIND + VERSION;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  const requests = [SHELL, ...FILES].map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

// It takes over no page that somebody uses: an idle one says when (post.js).
self.addEventListener("message", ({ data }) => { if (data === "take over") self.skipWaiting(); });

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(KIND) && name !== CACHE;
  const clean = caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))));
  event.waitUntil(clean.then(() => self.clients.claim()));
});

const kept = (request) => caches.match(request, { cacheName: CACHE });

// A navigation cannot be given up by a signal of ours, only left alone.
function inTime(answer) {
  answer.catch(() => {}); // it may fail after we have left
  return Promise.race([answer, new Promise((_, refuse) => { setTimeout(refuse, PATIENCE_MS, new Error("no answer in time")); })]);
}

// The page as the server gives it. One of another build must not meet the scripts of this one: they are thrown away, and its
// own worker is on the way.
async function page(request) {
  const live = fetch(request);
  try {
    const answer = await inTime(live);
    const build = answer.headers.get("X-PSTku-Build");
    if (build && build !== BUILD) await caches.delete(CACHE);
    if (answer.status < 500) return answer;
    return (await kept(SHELL)) ?? answer;
  } catch {
    return (await kept(SHELL)) ?? live;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate" && pathname === HOME) event.respondWith(page(request));
  else if (FILES.includes(pathname + search)) event.respondWith(kept(request).then((file) => file ?? fetch(request)));
});
