// Kotak kirim: keeps what a guest saved until the server has it. Loaded after the first paint (delivery.js).

import { arrived, get, standsAside, waits } from "../post.js";
import { quiet } from "../quiet.js";
import { emit, on } from "../states.js";
import { askAboutAside } from "./aside.js";
import { watchDoor } from "./closed.js";
import { Drain } from "./drain.js";
import { addMark } from "./mark.js";
import { Pool } from "./pool.js";
import { watchReadiness } from "./readiness.js";
import { forgetOld, settle as receive } from "./receipts.js";
import { addEnd, addStanding } from "./screen.js";
import { numberOf, readOfficeKey, seal, warm } from "./seal.js";
import { showSent } from "./sent.js";
import { FULL, allItems, learn, put, recall } from "./store.js";
import { addWays } from "./ways.js";

const drain = new Drain();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let office = await findOut();
let officeKey = readOfficeKey(office.number, office.key);
let pool = newPool();
const said = (name) => (office.words[document.documentElement.lang] ?? office.words)[name]; // an older answer: Indonesian only
addEnd("stored", "check", () => said("stored"), () => said("shown"));
addEnd("full", "alert", () => said("full"));
addEnd("unkept", "alert", () => said("unkept") ?? said("full")); // an older answer holds no such words
addStanding(() => said("rating")?.kept ?? ""); // an older answer holds none
addWays(() => said("ways"));

// None where an older server told nothing of it.
function newPool() {
  return office.series ? new Pool(office, office.toldAt) : null;
}

// What the office says of its outbox, or said the last time: its key opens for ever.
async function findOut() {
  const { status, data } = await get("/kiosk/api/kotak-kirim");
  if (status !== 200) return recall("outbox");
  const told = { ...data, toldAt: Date.now() };
  await learn("outbox", told).catch(() => null); // readiness says so
  return told;
}

// An open page hears of another key, letter or clock too.
async function findOutAgain() {
  if (Date.now() - office.toldAt < HOUR_MS && Date.now() >= office.toldAt) return;
  office = await findOut();
  officeKey = readOfficeKey(office.number, office.key);
  pool = newPool();
}

// Which keys are needed here: the one that is sealed to, and those of what still waits.
async function tellOldestKey() {
  const numbers = (await allItems()).map(({ sealed }) => numberOf(sealed));
  emit("outbox-key", Math.min(officeKey.number, ...numbers));
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

// The same for a guest whom no server answers: what they are shown is sealed with what they told, and takes the place of
// what was kept before. Gives both.
export async function keepAlone(body) {
  const shown = pool ? await pool.take(body.service) : null;
  return { n: await keep("visit", { ...body, shown }), shown };
}

// The server has said that it has it. False when its receipt could not be written and read back: then it is kept, and sent again.
export async function settle(n, { letter, number }) {
  try {
    const isRead = (await receive([{ n, answer: "sent", number: number ? `${letter}-${number}` : "" }])).has(n);
    if (isRead) arrived(n);
    return isRead;
  } catch {
    return false;
  } finally {
    leave(n);
  }
}

export { FULL };

// What the office says of a rating whose visit nobody can look up now.
export function rating() {
  const words = Object.entries(office.words).flatMap(([language, { rating: mine }]) => (mine ? [[language, mine]] : []));
  return words.length > 0 ? { code: office.code, words: Object.fromEntries(words) } : null;
}

export const leave = (n) => drain.release(n);

for (const { n, at, aside } of await allItems().catch(() => [])) {
  waits(n, at);
  if (aside) standsAside(n);
}
on("news", async () => { // the server has just answered
  await drain.run();
  await askAboutAside();
  await findOutAgain();
  await tellOldestKey();
  await pool?.refill();
});
if (office.words.staff) addMark(office.words.staff, showSent); // an older answer holds none
watchDoor().catch(() => null); // a store that does not open closes nothing
const tidy = () => forgetOld().catch(() => null);
tidy();
setInterval(tidy, DAY_MS); // a tablet stays open for months
const filled = Promise.resolve(pool?.refill()).catch(() => null); // codes are among what readiness looks for
Promise.all([warm(officeKey, quiet), filled]).then(() => watchReadiness(officeKey));
document.documentElement.dataset.outbox = ""; // the tests wait for it
