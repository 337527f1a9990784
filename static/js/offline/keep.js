// The library on this phone: one entry in the browser's cache storage, only where the address is https.
// It holds no person's name; it goes when its owner signs out, when somebody else signs in, and after 30 days.

const SHELF = "pstku-pustaka";
const ADDRESS = "/luring/pustaka.json";
const DECLINED = "pstku-tanpa-pustaka";
export const FORM = 4; // one more whenever the scripts need something new in it: a phone then asks for it anew
const DAY = 24 * 3600 * 1000;
const PATIENCE = 30_000; // of one request, in milliseconds: the library is large and a village's signal slow
export const KEPT_DAYS = 30;

export const isPossible = () => window.isSecureContext && "caches" in window && "serviceWorker" in navigator;

async function write(packed, details) {
  const shelf = await caches.open(SHELF);
  await shelf.put(ADDRESS, new Response(packed, { headers: { "Content-Type": "application/json" } }));
  await shelf.put(`${ADDRESS}?keterangan`, new Response(JSON.stringify(details)));
}

// What is known about the stored library: {owner, etag, checkedAt, size}, or null when there is none.
export async function details() {
  if (!isPossible()) return null;
  const stored = await caches.match(`${ADDRESS}?keterangan`, { cacheName: SHELF });
  return stored ? stored.json() : null;
}

export const expiry = (kept) => new Date(kept.checkedAt + KEPT_DAYS * DAY);

// The stored library, or null: also when these scripts cannot read it; one that nobody compared with the server for 30 days
// is deleted.
export async function open() {
  const kept = await details();
  if (!kept) return null;
  if (expiry(kept) < new Date()) {
    await remove();
    return null;
  }
  const stored = kept.form === FORM ? await caches.match(ADDRESS, { cacheName: SHELF }) : null;
  return stored ? stored.json() : null;
}

export async function remove() {
  if (isPossible()) await caches.delete(SHELF);
}

// Everything leaves this phone, and nothing is stored again until somebody asks for it.
export async function leave() {
  localStorage.setItem(DECLINED, "1");
  const mine = (await caches.keys()).filter((name) => name.startsWith("pstku-"));
  await Promise.all(mine.map((name) => caches.delete(name)));
  const worker = await navigator.serviceWorker.getRegistration("/");
  await worker?.unregister();
}

export const isDeclined = () => localStorage.getItem(DECLINED) !== null;

// Store it, or bring it up to date, because somebody asked.
export async function keep(owner) {
  localStorage.removeItem(DECLINED);
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  return refresh(owner);
}

// Ask the server for what changed. "kept" or "gone" (signed out: the library leaves this phone); throws without signal.
export async function refresh(owner) {
  const kept = await details();
  // Asking by itself is not a person at work: the header keeps nobody signed in.
  const headers = { "X-Poll": "1", ...(kept?.form === FORM ? { "If-None-Match": kept.etag } : {}) };
  const answer = await fetch(ADDRESS, { headers, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 304) {
    const stored = await caches.match(ADDRESS, { cacheName: SHELF });
    await write(await stored.text(), { ...kept, owner, checkedAt: Date.now() });
    return "kept";
  }
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    await remove();
    return "gone";
  }
  if (!answer.ok) throw new Error(`pustaka.json: ${answer.status}`);
  const text = await answer.text();
  const size = new Blob([text]).size;
  await write(text, { owner, etag: answer.headers.get("ETag"), checkedAt: Date.now(), size, form: FORM });
  return "kept";
}
