// Kotak kirim: keeps what a guest saved until the server has it. Loaded after the first paint (delivery.js).

import { arrived, get, standsAside, waits } from "../post.js";
import { quiet } from "../quiet.js";
import { on } from "../states.js";
import { Drain } from "./drain.js";
import { addMark } from "./mark.js";
import { watchReadiness } from "./readiness.js";
import { addEnd } from "./screen.js";
import { readOfficeKey, seal, warm } from "./seal.js";
import { FULL, allItems, learn, put, recall, remove } from "./store.js";

const drain = new Drain();
const { number, key, words } = await findOut();
const officeKey = readOfficeKey(number, key);
const said = (name) => (words[document.documentElement.lang] ?? words)[name]; // remembered by an older version: Indonesian only
addEnd("stored", "check", () => said("stored"));
addEnd("full", "alert", () => said("full"));

// What the office says of its outbox, or said the last time: its key opens for ever.
async function findOut() {
  const { status, data } = await get("/kiosk/api/kotak-kirim");
  if (status !== 200) return recall("outbox");
  await learn("outbox", data);
  return data;
}

// On the disk when it resolves, with the number that it has in the store, or FULL. Until `leave` it is posted from memory.
export async function keep(kind, { id, ...body }) {
  const at = Date.now();
  const sealed = seal(officeKey, id, JSON.stringify({ kind, body }));
  const { n, before } = await put({ id, kind, at, sealed });
  if (n === FULL) return FULL;
  arrived(before);
  drain.hold(n);
  waits(n, at);
  return n;
}

// The server has said that it has it.
export async function settle(n) {
  await remove(n);
  arrived(n);
  leave(n);
}

export { FULL };

export const leave = (n) => drain.release(n);

for (const { n, at, aside } of await allItems()) {
  waits(n, at);
  if (aside) standsAside(n);
}
on("news", () => drain.run()); // the server has just answered
if (words.staff) addMark(words.staff, words.staff.vital, () => {}); // an older answer holds none
warm(officeKey, quiet).then(() => watchReadiness(officeKey));
document.documentElement.dataset.outbox = ""; // the tests wait for it
