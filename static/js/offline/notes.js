// Catat: saya ditanya ini, kept on this phone until there is signal: one entry each, nothing about who asked.
// They go once the server has them, when their owner signs out or when somebody else signs in.

const SHELF = "pstku-catatan";
const HERE = "/catat/";
const THERE = "/catat/kiriman";
const ALREADY = 409;
export const PATIENCE = 10_000; // of one request, in milliseconds

// {visit_id, need, occupation, do, written_at, owner}
export async function keepNote(note) {
  const shelf = await caches.open(SHELF);
  await shelf.put(HERE + note.visit_id, new Response(JSON.stringify(note)));
}

export async function waitingNotes() {
  if (!(await caches.has(SHELF))) return [];
  const shelf = await caches.open(SHELF);
  const kept = await Promise.all((await shelf.keys()).map((request) => shelf.match(request)));
  const notes = await Promise.all(kept.filter(Boolean).map((one) => one.json()));
  return notes.sort((one, other) => one.written_at - other.written_at);
}

export async function dropNote(note) {
  const shelf = await caches.open(SHELF);
  await shelf.delete(HERE + note.visit_id);
}

export async function dropOthers(owner) {
  for (const note of await waitingNotes()) {
    if (note.owner !== owner) await dropNote(note);
  }
}

export const dropNotes = () => caches.delete(SHELF);

// How many arrived, until the signal is lost again. A note that arrived before is one visit: sending twice does no harm.
export async function sendNotes(owner, token) {
  let count = 0;
  for (const { owner: mine, ...note } of await waitingNotes()) {
    if (mine !== owner) continue;
    const body = new URLSearchParams({ ...note, sent_at: Date.now() });
    const headers = { "X-CSRFToken": token, "X-Poll": "1" };
    const request = { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(THERE, request).catch(() => null);
    if (!answer) break;
    if (!answer.ok && answer.status !== ALREADY) continue;
    await dropNote(note);
    count += 1;
  }
  return count;
}
